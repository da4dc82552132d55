import { and, eq, ne } from "drizzle-orm"
import { segments } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict } from "../kernel/errors.ts"
import type { SegmentId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { EditSegment } from "../subscribers/input.ts"
import { refuseUnknownTopics } from "../subscribers/refuse-unknown-topics.ts"
import { topicsIn } from "../subscribers/segment.ts"
import { lockSegment } from "./lock-segment.ts"
import { refuseUsedSegment } from "./refuse-used-segment.ts"

/** Who belongs to it is asked anew by every release that is for it, at its moment. */
export async function editSegment(deps: Pick<Runtime, "db">, actor: Actor, input: EditSegment & { id: SegmentId }): Promise<void> {
  authorize(actor, "segment.write")
  const { id } = input
  await deps.db.transaction(async (tx) => {
    const segment = await lockSegment(tx, id)
    const { name = segment.name, rule = segment.rule } = input
    if (name !== segment.name) await refuseRenaming(tx, id, name)
    if (input.rule !== undefined) await refuseUsedSegment(tx, id, "edit")
    await refuseUnknownTopics(tx, topicsIn(rule), "rule")
    await tx.update(segments).set({ name, rule }).where(eq(segments.id, id))
    await recordAudit(tx, { actor, action: "segment.edited", subject: { kind: "segment", id }, detail: { name, rule } })
  })
}

async function refuseRenaming(tx: Transaction, id: SegmentId, name: string): Promise<void> {
  await refuseUsedSegment(tx, id, "rename")
  const [namesake] = await tx
    .select({ id: segments.id })
    .from(segments)
    .where(and(eq(segments.name, name), ne(segments.id, id)))
  if (namesake !== undefined) throw new Conflict("segment_exists", `There is a segment "${name}" already.`)
}
