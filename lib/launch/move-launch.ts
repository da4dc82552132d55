import { and, eq, sql } from "drizzle-orm"
import { launches } from "#db/schema/launches.ts"
import { releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { Job } from "../jobs/define-job.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { LostRace } from "../jobs/run-job.ts"
import type { LaunchId } from "../kernel/ids.ts"
import type { ReleaseState } from "../releases/release.ts"
import type { AdvanceLaunch } from "./jobs.ts"
import { type Launch, type LaunchState, mayFollow } from "./launch.ts"

export const LAUNCHER: Actor = { kind: "system", name: "launch" }

export type Move = {
  by?: Actor
  because?: string
  /** What this state owes, asked for in the same commit. */
  then?: Job<AdvanceLaunch>
  /** Which site revision made the release public, or took it back. */
  revision?: number
  /** How long what cannot be undone waits after the moment. */
  hold?: Temporal.Duration
}

/**
 * The only writer of `launches.state`: compare-and-set, audit line and next job in one go.
 * Throws LostRace where somebody else moved it first: the step is theirs then.
 */
export async function moveLaunch(tx: Transaction, launch: Launch, to: LaunchState, move: Move = {}): Promise<void> {
  if (!mayFollow(launch.state, to)) throw new Error(`a launch never goes from ${launch.state} to ${to}`)
  const { by = LAUNCHER, because, revision } = move
  const subject = { kind: "launch", id: launch.id } as const
  // Sent together and done in this order, the release's row first: everybody locks so. A lost race undoes them all.
  const [moved] = await Promise.all([
    compareAndSet(tx, launch, to, move),
    recordAudit(tx, { actor: by, action: "launch.moved", subject, detail: { from: launch.state, to, because, revision } }),
    move.then === undefined ? null : enqueueJob(tx, move.then, { launchId: launch.id }, move.hold),
  ])
  if (moved.length === 0) throw new LostRace(`launch ${launch.id} in ${launch.state}`)
}

async function compareAndSet(tx: Transaction, launch: Launch, to: LaunchState, move: Move): Promise<{ id: LaunchId }[]> {
  const state = RELEASE_STATE_IN[to]
  const [, moved] = await Promise.all([
    state === null
      ? null
      : tx.update(releases).set({ state, heldBecause: null, updatedAt: sql`now()` }).where(eq(releases.id, launch.releaseId)),
    tx
      .update(launches)
      .set({ state: to, interrupted: to === "attention" ? launch.state : null, movedAt: sql`now()`, ...moment(to, move) })
      .where(and(eq(launches.id, launch.id), eq(launches.state, launch.state)))
      .returning({ id: launches.id }),
  ])
  return moved
}

/** What a launch's state means for its release; attention leaves it as it was. */
const RELEASE_STATE_IN: Record<LaunchState, ReleaseState | null> = {
  flipping: "launching",
  live: "released",
  announcing: "released",
  settled: "released",
  rolling_back: "launching",
  failed: "planned",
  recalling: "recalled",
  recalled: "recalled",
  attention: null,
}

function moment(to: LaunchState, { revision, hold }: Move) {
  if (revision === undefined) return {}
  if (to === "recalling") return { recalledRevision: revision }
  const holdUntil = hold === undefined ? null : sql`now() + make_interval(secs => ${hold.total("seconds")})`
  return { releasedAt: sql`now()`, siteRevision: revision, holdUntil }
}
