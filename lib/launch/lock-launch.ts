import { eq, inArray } from "drizzle-orm"
import { builtInFlags } from "#db/schema/flags.ts"
import { flips, launches } from "#db/schema/launches.ts"
import { releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import type { PlannedAudience } from "../delivery/plan-deliveries.ts"
import { seconds } from "../kernel/clock.ts"
import type { Launch } from "./launch.ts"
import { launchOf } from "./queries.ts"

/** With how long what cannot be undone is held back, where the release sends anything, and whom it is for. */
export type LockedLaunch = Launch & PlannedAudience & { hold?: Temporal.Duration }

/**
 * Holds a launch until the commit, and answers with it as it stands once everybody else has let go. Locks are taken in one
 * order by everybody, so that nobody waits in a circle: release, launch, its flags by id, then the site revision.
 */
export async function lockLaunch(tx: Transaction, launch: Launch): Promise<LockedLaunch> {
  // Sent together and done in this order: the curtain's locks are held for the time of one round trip less.
  const [[release], [row]] = await Promise.all([
    tx.select(TERMS).from(releases).where(eq(releases.id, launch.releaseId)).for("update"),
    tx.select().from(launches).where(eq(launches.id, launch.id)).for("update"),
    lockFlags(tx, launch),
  ])
  if (!row || !release) throw new Error(`launch ${launch.id} is gone`)
  return {
    ...launchOf(row),
    ...(release.mail === "send" ? { hold: seconds(release.holdSeconds) } : {}),
    ...(release.corrects === null ? {} : { corrects: release.corrects }),
    ...(release.topics === null ? {} : { topics: release.topics }),
    ...(release.segmentId === null ? {} : { segmentId: release.segmentId }),
  }
}

const { mail, holdSeconds, corrects, topics, segmentId } = releases
const TERMS = { mail, holdSeconds, corrects, topics, segmentId }

async function lockFlags(tx: Transaction, launch: Launch): Promise<void> {
  const moved = tx.select({ flagId: flips.flagId }).from(flips).where(eq(flips.launchId, launch.id))
  await tx
    .select({ flagId: builtInFlags.flagId })
    .from(builtInFlags)
    .where(inArray(builtInFlags.flagId, moved))
    .orderBy(builtInFlags.flagId)
    .for("update")
}
