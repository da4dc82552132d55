import { eq, inArray, sql } from "drizzle-orm"
import { flags } from "#db/schema/flags.ts"
import { flips, launchEditions, launches, readinessReports } from "#db/schema/launches.ts"
import { flagTargets, releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { keepRenders } from "../delivery/keep-renders.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { DomainError } from "../kernel/errors.ts"
import { type FlipId, type LaunchId, newId, type ReleaseId } from "../kernel/ids.ts"
import { checkSchedule } from "../releases/check-schedule.ts"
import { dropSchedule } from "../releases/drop-schedule.ts"
import { type LockedRelease, lockRelease } from "../releases/lock-release.ts"
import type { Runtime } from "../runtime.ts"
import { type Gathered, gatherFacts } from "./gather-facts.ts"
import { advanceLaunchJob } from "./jobs.ts"
import type { Launch } from "./launch.ts"
import type { PlannedFlag } from "./planned-flag.ts"
import { prepareMail } from "./prepare-mail.ts"
import { findStandingLaunch, launchOf } from "./queries.ts"
import { evaluateReadiness, type ReadinessReport } from "./readiness.ts"
import { type Survey, surveyFlags } from "./survey-flags.ts"

export type BeginLaunchOutcome = { is: "begun"; launch: Launch } | { is: "blocked"; report: ReadinessReport } | NotNow

/** The schedule was replaced or withdrawn, its time has not come, or it is longer past than the release's grace. Nothing was done. */
type NotNow = { is: "stale" | "early" | "late" }

/** With `schedule` it is the clock that launches, by that version of the schedule and no other. */
export type BeginLaunch = { releaseId: ReleaseId; schedule?: { version: number } }

/** Network first, locks second. Checks the release on current rows, under its lock, and opens a launch of exactly what was checked. */
export async function beginLaunch(
  deps: Pick<Runtime, "db" | "settings" | "flags">,
  actor: Actor,
  input: BeginLaunch,
): Promise<BeginLaunchOutcome> {
  authorize(actor, "launch.begin")
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const [survey] = await Promise.all([surveyFlags(deps, input.releaseId), prepareMail(deps, input.releaseId)])
    const outcome = await begin(deps, actor, { ...input, survey })
    if (outcome.is !== "outdated") return outcome
  }
  throw new DomainError("unavailable", "flags_moving", "Other launches keep moving the flags of this release. Try again in a moment.")
}

/** Each look is a race against launches that end within it: more than one lost is rare, three in a row are a storm. */
const MOST_LOOKS = 3

type Looked = BeginLaunch & { survey: Survey }

type Answer = BeginLaunchOutcome | { is: "outdated" }

function begin(deps: Pick<Runtime, "db" | "settings">, actor: Actor, input: Looked): Promise<Answer> {
  return deps.db.transaction(async (tx) => {
    const release = await lockRelease(tx, input.releaseId) // two clicks, two workers: one launch
    const answer = await findReasonNotTo(tx, release, input)
    if (answer) return answer
    const gathered = await gatherFacts(tx, release, { settings: deps.settings, survey: input.survey })
    const report = evaluateReadiness(gathered.facts)
    await keepReport(tx, release.id, report)
    if (report.is === "blocked") return refuseLaunch(tx, actor, release, report)
    const launch = await openLaunch(tx, release)
    await freezeEditions(tx, launch, gathered) // by content hash: what was checked is what will be published
    await keepRenders(tx, launch.id, gathered.renders) // the mail too: nothing is rendered after the moment
    await planFlips(tx, launch, gathered) // recorded value → desired value, one row each
    await dropSchedule(tx, release.id) // launched by hand or by the clock: it is launched
    await recordAudit(tx, {
      actor,
      action: "launch.begun",
      subject: { kind: "launch", id: launch.id },
      detail: { release: release.name, report },
    })
    await enqueueJob(tx, advanceLaunchJob, { launchId: launch.id })
    return { is: "begun", launch }
  })
}

async function findReasonNotTo(tx: Transaction, release: LockedRelease, { schedule, survey }: Looked): Promise<Answer | null> {
  const is = schedule === undefined ? "due" : await checkSchedule(tx, release.id, schedule.version)
  if (is !== "due") return { is }
  const standing = await findStandingLaunch(tx, release.stageId)
  if (standing) return { is: "begun", launch: standing }
  await lockPlannedFlags(tx, release) // two releases that move one flag: the second finds the first
  return (await wereMovedSince(tx, release, survey)) ? { is: "outdated" } : null
}

async function lockPlannedFlags(tx: Transaction, release: LockedRelease): Promise<void> {
  const wanted = tx.select({ id: flagTargets.flagId }).from(flagTargets).where(eq(flagTargets.stageId, release.stageId))
  await tx.select({ id: flags.id }).from(flags).where(inArray(flags.id, wanted)).orderBy(flags.id).for("no key update")
}

/** Whether another launch had one of the flags in hand after we had looked: what we saw is no longer what would be put back. */
async function wereMovedSince(tx: Transaction, release: LockedRelease, { lookedAt }: Survey): Promise<boolean> {
  const [row] = await tx.execute<{ moved: boolean }>(sql`
    select exists (
      select from flips join flag_targets on flag_targets.flag_id = flips.flag_id and flag_targets.stage_id = ${release.stageId}
      where flips.recorded_state is not null and greatest(flips.attempted_at, flips.applied_at, flips.restored_at) > ${lookedAt}
    ) as moved`)
  return row?.moved ?? false
}

async function keepReport(tx: Transaction, releaseId: ReleaseId, report: ReadinessReport): Promise<void> {
  await tx
    .insert(readinessReports)
    .values({ releaseId, report })
    .onConflictDoUpdate({ target: readinessReports.releaseId, set: { report, at: sql`now()` } })
}

/** Keeps the report and says who asked; nothing else happened. */
async function refuseLaunch(tx: Transaction, actor: Actor, release: LockedRelease, report: ReadinessReport): Promise<BeginLaunchOutcome> {
  await recordAudit(tx, { actor, action: "launch.refused", subject: { kind: "release", id: release.id }, detail: { report } })
  return { is: "blocked", report }
}

async function openLaunch(tx: Transaction, release: LockedRelease): Promise<Launch> {
  const [row] = await tx
    .insert(launches)
    .values({
      id: newId<LaunchId>(),
      releaseId: release.id,
      stageId: release.stageId,
      state: "flipping",
      patientUntil: patienceOf(release),
    })
    .returning()
  if (!row) throw new Error(`the launch of release ${release.id} was not stored`)
  await tx.update(releases).set({ state: "launching", heldBecause: null, updatedAt: sql`now()` }).where(eq(releases.id, release.id))
  return launchOf(row)
}

/** Counted by the database, whose clock decides when it is spent. */
function patienceOf({ patienceSeconds }: LockedRelease) {
  return sql<Temporal.Instant>`now() + make_interval(secs => ${patienceSeconds})`
}

async function freezeEditions(tx: Transaction, launch: Launch, { documents }: Gathered): Promise<void> {
  if (documents.length === 0) return
  await tx.insert(launchEditions).values(documents.map(({ editionId, hash }) => ({ launchId: launch.id, editionId, hash })))
}

async function planFlips(tx: Transaction, launch: Launch, gathered: Gathered): Promise<void> {
  if (gathered.flags.length === 0) return
  await tx.insert(flips).values(
    gathered.flags.map((flag, position) => ({
      id: newId<FlipId>(),
      launchId: launch.id,
      flagId: flag.id,
      position,
      state: "planned" as const,
      before: flag.before,
      desired: flag.desired,
      ...recordOf(flag),
    })),
  )
}

function recordOf({ key, recorded }: PlannedFlag) {
  if (recorded.in === "built-in") return { recorded: recorded.present, recordedVersion: recorded.version, target: recorded.target }
  if (recorded.state === null) throw new Error(`flag ${key} was never seen, yet the launch was found ready`)
  return { recordedState: recorded.state }
}
