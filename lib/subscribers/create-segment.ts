import { segments } from "#db/schema/subscribers.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict } from "../kernel/errors.ts"
import { newId, type SegmentId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { CreateSegment } from "./input.ts"
import { refuseUnknownTopics } from "./refuse-unknown-topics.ts"
import { topicsIn } from "./segment.ts"

export async function createSegment(deps: Pick<Runtime, "db">, actor: Actor, { name, rule }: CreateSegment): Promise<SegmentId> {
  authorize(actor, "segment.write")
  const id = newId<SegmentId>()
  await deps.db.transaction(async (tx) => {
    await refuseUnknownTopics(tx, topicsIn(rule))
    const created = await tx.insert(segments).values({ id, name, rule }).onConflictDoNothing().returning({ id: segments.id })
    if (created.length === 0) throw new Conflict("segment_exists", `There is a segment "${name}" already.`)
    await recordAudit(tx, { actor, action: "segment.created", subject: { kind: "segment", id }, detail: { name, rule } })
  })
  return id
}
