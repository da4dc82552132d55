import { and, eq, inArray, sql } from "drizzle-orm"
import { flips, launches } from "#db/schema/launches.ts"
import type { Transaction } from "#db/transaction.ts"
import type { AuditAction } from "../audit/audit-record.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { type Exposure, sameExposure } from "../flags/exposure.ts"
import { LostRace } from "../jobs/run-job.ts"
import type { FlipId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { type ConnectedFlip, type FlipState, nameOf } from "./flip.ts"
import type { Launch } from "./launch.ts"
import { LAUNCHER } from "./move-launch.ts"

/** What happened to a flip: a new state, or trouble that leaves it where it is. */
export type FlipMove =
  | { to: "attempted" }
  | { to: "applied" | "restored"; observed: Exposure }
  | { to: "left_alone"; observed?: Exposure; because: string; heir?: FlipId }
  | { to: "delayed" | "refused"; because: string }

/**
 * The only writer of a connected flip's state: compare-and-set and audit line in one commit, under a launch that is still where
 * the step found it. A worker that was asleep meanwhile gets LostRace here, before it calls anybody.
 */
export async function moveFlip(deps: Pick<Runtime, "db">, launch: Launch, flip: ConnectedFlip, move: FlipMove): Promise<void> {
  await deps.db.transaction(async (tx) => {
    await keepLaunch(tx, launch)
    const moved = await tx
      .update(flips)
      .set(columnsOf(move))
      .where(and(eq(flips.id, flip.id), inArray(flips.state, [...MAY_FOLLOW[move.to]])))
      .returning({ attempts: flips.attempts })
    if (moved.length === 0) throw new LostRace(`the flip of ${nameOf(flip)}`)
    if (move.to === "left_alone" && move.heir) await bequeath(tx, flip, move.heir)
    const detail = { flag: flip.key, environment: flip.environment, attempt: moved[0]?.attempts, ...told(move) }
    await recordAudit(tx, { actor: LAUNCHER, action: ACTION[move.to], subject: { kind: "launch", id: launch.id }, detail })
  })
}

/** The release that goes on with the flag is the one that puts it back one day: to what was there before both. */
async function bequeath(tx: Transaction, { before, desired, recordedState, changeKey }: ConnectedFlip, heir: FlipId): Promise<void> {
  if (sameExposure(before, desired)) return // it wrote nothing either: there is nothing to pass on
  const wroteNothing = sql`${flips.before} = ${JSON.stringify(desired)}::jsonb`
  await tx
    .update(flips)
    .set({ before, recordedState, changeKey })
    .where(and(eq(flips.id, heir), wroteNothing))
}

/** Shared: flips of one launch move side by side, the launch itself waits for them. */
async function keepLaunch(tx: Transaction, launch: Launch): Promise<void> {
  const [row] = await tx.select({ state: launches.state }).from(launches).where(eq(launches.id, launch.id)).for("share")
  if (row?.state !== launch.state) throw new LostRace(`launch ${launch.id} in ${launch.state}`)
}

const TOUCHED = ["attempted", "applied"] as const satisfies readonly FlipState[]

const MAY_FOLLOW: Record<FlipMove["to"], readonly FlipState[]> = {
  attempted: ["planned", "attempted"],
  applied: ["attempted"],
  delayed: TOUCHED,
  refused: TOUCHED,
  restored: TOUCHED,
  left_alone: TOUCHED,
}

const ACTION: Record<FlipMove["to"], AuditAction> = {
  attempted: "flip.attempted",
  applied: "flip.applied",
  delayed: "flip.delayed",
  refused: "flip.refused",
  restored: "flip.restored",
  left_alone: "flip.left_alone",
}

function columnsOf(move: FlipMove) {
  switch (move.to) {
    case "attempted":
      return { state: move.to, attempts: sql`${flips.attempts} + 1`, attemptedAt: sql`now()`, trouble: null }
    case "applied":
      return { state: move.to, observed: move.observed, appliedAt: sql`now()`, trouble: null }
    case "restored":
      return { state: move.to, observed: move.observed, restoredAt: sql`now()`, trouble: null }
    case "left_alone":
      return { state: move.to, restoredAt: sql`now()`, trouble: move.because, ...(move.observed ? { observed: move.observed } : {}) }
    case "delayed":
    case "refused":
      return { trouble: move.because }
  }
}

function told(move: FlipMove): Record<string, unknown> {
  if ("because" in move) return { because: move.because }
  return "observed" in move ? { observed: move.observed } : {}
}
