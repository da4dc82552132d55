import { eq, sql } from "drizzle-orm"
import { flips, launchEditions, launches, readinessReports } from "#db/schema/launches.ts"
import { releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { exposureOf } from "../flags/built-in-flag.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { type FlipId, type LaunchId, newId, type ReleaseId } from "../kernel/ids.ts"
import { type LockedRelease, lockRelease } from "../releases/lock-release.ts"
import type { Runtime } from "../runtime.ts"
import { type Gathered, gatherFacts } from "./gather-facts.ts"
import { advanceLaunchJob } from "./jobs.ts"
import type { Launch } from "./launch.ts"
import { findStandingLaunch, launchOf } from "./queries.ts"
import { evaluateReadiness, type ReadinessReport } from "./readiness.ts"

export type BeginLaunchOutcome = { is: "begun"; launch: Launch } | { is: "blocked"; report: ReadinessReport }

/** Checks the release on current rows, under its lock, and opens a launch of exactly what was checked. */
export async function beginLaunch(
  deps: Pick<Runtime, "db" | "settings">,
  actor: Actor,
  input: { releaseId: ReleaseId },
): Promise<BeginLaunchOutcome> {
  authorize(actor, "launch.begin")
  return deps.db.transaction(async (tx) => {
    const release = await lockRelease(tx, input.releaseId) // two clicks, two workers: one launch
    const standing = await findStandingLaunch(tx, release.stageId)
    if (standing) return { is: "begun", launch: standing }
    const gathered = await gatherFacts(tx, release, deps.settings)
    const report = evaluateReadiness(gathered.facts)
    await keepReport(tx, release.id, report)
    if (report.is === "blocked") return refuseLaunch(tx, actor, release, report)
    const launch = await openLaunch(tx, release)
    await freezeEditions(tx, launch, gathered) // by content hash: what was checked is what will be published
    await planFlips(tx, launch, gathered) // recorded value → desired value, one row each
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
    .values({ id: newId<LaunchId>(), releaseId: release.id, stageId: release.stageId, state: "flipping" })
    .returning()
  if (!row) throw new Error(`the launch of release ${release.id} was not stored`)
  await tx.update(releases).set({ state: "launching", updatedAt: sql`now()` }).where(eq(releases.id, release.id))
  return launchOf(row)
}

async function freezeEditions(tx: Transaction, launch: Launch, { documents }: Gathered): Promise<void> {
  if (documents.length === 0) return
  await tx.insert(launchEditions).values(documents.map(({ editionId, hash }) => ({ launchId: launch.id, editionId, hash })))
}

async function planFlips(tx: Transaction, launch: Launch, { flags }: Gathered): Promise<void> {
  if (flags.length === 0) return
  await tx.insert(flips).values(
    flags.map((flag, position) => ({
      id: newId<FlipId>(),
      launchId: launch.id,
      flagId: flag.id,
      position,
      state: "planned" as const,
      before: exposureOf(flag.present),
      desired: exposureOf(flag.target),
      recorded: flag.present,
      recordedVersion: flag.version,
      target: flag.target,
    })),
  )
}
