import { eq } from "drizzle-orm"
import { segments } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { SegmentId } from "../kernel/ids.ts"
import type { SegmentRule } from "../subscribers/segment.ts"

/** Holds a segment against whoever would make a release for it, or launch one. */
export async function lockSegment(tx: Transaction, id: SegmentId): Promise<{ name: string; rule: SegmentRule }> {
  const [found] = await tx.select({ name: segments.name, rule: segments.rule }).from(segments).where(eq(segments.id, id)).for("update")
  if (found === undefined) throw new NotFound("segment")
  return found
}
