import { type Lanes, NO_REST, type Rest } from "../jobs/lanes.ts"
import { unreachable } from "../kernel/unreachable.ts"
import { holdRelease } from "../releases/hold-release.ts"
import { moveSchedule } from "../releases/move-schedule.ts"
import { type DueRelease, listDueReleases } from "../releases/queries.ts"
import { movedInstant, SCHEDULER } from "../releases/schedule.ts"
import type { Runtime } from "../runtime.ts"
import { beginLaunch } from "./begin-launch.ts"
import type { ReadinessReport } from "./readiness.ts"

type Deps = Pick<Runtime, "db" | "settings" | "flags" | "log">

/** A flag service that cannot be reached is asked again this often, as long as the release's grace lasts. */
const UNREACHABLE: Rest = { forMs: 5000 }

/**
 * One round: begins every launch whose time has come, each in a lane of its own, since one that waits for a flag service must not
 * make the others late. Every worker does so; begin-launch decides under the release's lock who is first.
 */
export async function beginDueLaunches(deps: Deps, lanes: Lanes): Promise<void> {
  for (const due of await listDueReleases(deps.db)) lanes.start(due.releaseId, () => beginDueLaunch(deps, due))
}

async function beginDueLaunch(deps: Deps, due: DueRelease): Promise<Rest> {
  const { releaseId, version } = due
  const moved = movedInstant(due) // the rules of the zone changed, and nobody has looked since
  if (moved !== null) return move(deps, due, moved)
  if (due.isLate) return hold(deps, due, lateWords(due))
  const outcome = await beginLaunch(deps, SCHEDULER, { releaseId, schedule: { version } })
  switch (outcome.is) {
    case "begun":
    case "stale":
    case "early":
      return NO_REST
    case "late":
      return hold(deps, due, lateWords(due))
    case "blocked":
      return isPassing(outcome.report) ? UNREACHABLE : hold(deps, due, blockedWords(outcome.report))
    default:
      return unreachable(outcome)
  }
}

/** The next round sees whether it is due. */
async function move(deps: Deps, due: DueRelease, to: Temporal.Instant): Promise<Rest> {
  const outcome = await deps.db.transaction((tx) => moveSchedule(tx, due, to))
  if (outcome === "moved")
    deps.log.warn({ releaseId: due.releaseId, after: `${to}` }, "a schedule was due by rules of its zone that have changed")
  return NO_REST
}

async function hold(deps: Deps, due: DueRelease, because: string): Promise<Rest> {
  const { releaseId, version, owner } = due
  const outcome = await deps.db.transaction((tx) => holdRelease(tx, { releaseId, version, because }))
  if (outcome === "held") deps.log.warn({ releaseId, owner, because }, "a scheduled release did not launch and waits for its owner")
  return NO_REST
}

/** All that stands in the way is what readiness calls transient: services that could not be reached just now. */
function isPassing({ checks }: ReadinessReport): boolean {
  return checks.every((check) => check.status !== "block" || check.transient === true)
}

function blockedWords({ checks }: ReadinessReport): string {
  const open = checks.filter((check) => check.status === "block").map((check) => check.evidence)
  return `It was not ready at its time. ${open.join(" ")}`
}

function lateWords({ at, timeZone, graceSeconds }: DueRelease): string {
  const grace = Temporal.Duration.from({ seconds: graceSeconds }).round({ largestUnit: "hours" })
  return `Its time was ${at} in ${timeZone}, and it could not begin within its grace of ${grace}.`
}
