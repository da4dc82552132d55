import { and, eq, inArray, isNull, sql } from "drizzle-orm"
import { drifts, launches } from "#db/schema/launches.ts"
import { releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { type DriftId, newId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { DriftKind, Sight } from "./drift.ts"
import { LAUNCHER } from "./move-launch.ts"

type Moved = Extract<Sight, { is: "moved" }>

/** Keeps what is new, clears what is as it was again or belongs to nothing that stands, and warns the owners of what is new. */
export async function noteDrift(deps: Pick<Runtime, "db" | "log">, kind: DriftKind, sights: Sight[]): Promise<void> {
  const noticed = await deps.db.transaction(async (tx) => {
    await clear(tx, kind, sights)
    return notice(
      tx,
      sights.filter((sight) => sight.is === "moved"),
    )
  })
  for (const { launchId, expected, seen, release, owner } of noticed)
    deps.log.warn({ launchId, release, owner, expected, seen }, "something is no longer as its release left it")
}

async function clear(tx: Transaction, kind: DriftKind, sights: Sight[]): Promise<void> {
  const standing = new Set(sights.filter(({ is }) => is !== "as it was left").map(nameOf))
  const open = await tx
    .select()
    .from(drifts)
    .where(and(eq(drifts.kind, kind), isNull(drifts.clearedAt)))
  for (const drift of open.filter((one) => !standing.has(nameOf(one)))) {
    await tx.update(drifts).set({ clearedAt: sql`now()` }).where(eq(drifts.id, drift.id))
    await tell(tx, "drift.cleared", drift)
  }
}

/** Two workers may see the same at the same time: one of them notes it. */
async function notice(tx: Transaction, moved: Moved[]) {
  if (moved.length === 0) return []
  const rows = moved.map(({ launchId, kind, subject, expected, seen }) => ({
    id: newId<DriftId>(),
    launchId,
    kind,
    subject,
    expected,
    seen,
  }))
  const fresh = await tx.insert(drifts).values(rows).onConflictDoNothing().returning()
  for (const drift of fresh) await tell(tx, "drift.noticed", drift)
  if (fresh.length === 0) return []
  const owners = await tx
    .select({ launchId: launches.id, release: releases.name, owner: releases.owner })
    .from(launches)
    .innerJoin(releases, eq(releases.id, launches.releaseId))
    .where(inArray(launches.id, [...new Set(fresh.map(({ launchId }) => launchId))]))
  return fresh.map((drift) => ({ ...drift, ...owners.find(({ launchId }) => launchId === drift.launchId) }))
}

async function tell(tx: Transaction, action: "drift.noticed" | "drift.cleared", drift: typeof drifts.$inferSelect): Promise<void> {
  const { launchId, kind, subject, expected, seen } = drift
  await recordAudit(tx, { actor: LAUNCHER, action, subject: { kind: "launch", id: launchId }, detail: { kind, subject, expected, seen } })
}

function nameOf({ launchId, subject }: { launchId: string; subject: string }): string {
  return `${launchId} ${subject}`
}
