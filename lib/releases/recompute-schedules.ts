import type { Runtime } from "../runtime.ts"
import { moveSchedule } from "./move-schedule.ts"
import { listSchedules } from "./queries.ts"
import { movedInstant } from "./schedule.ts"

/** A wall time is what people meant: where the rules of its zone changed since it was scheduled, its instant moves, and that is said. */
export async function recomputeSchedules(deps: Pick<Runtime, "db" | "log">): Promise<void> {
  for (const schedule of await listSchedules(deps.db)) {
    const to = movedInstant(schedule)
    if (to === null) continue
    const outcome = await deps.db.transaction((tx) => moveSchedule(tx, schedule, to))
    if (outcome === "stale") continue
    const { releaseId, at, timeZone, instant } = schedule
    deps.log.warn({ releaseId, at, timeZone, before: `${instant}`, after: `${to}` }, "a schedule moved, since the rules of its zone did")
  }
}
