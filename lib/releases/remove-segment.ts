import { eq } from "drizzle-orm"
import { segments } from "#db/schema/subscribers.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { SegmentId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { lockSegment } from "./lock-segment.ts"
import { refuseUsedSegment } from "./refuse-used-segment.ts"

/** Its people stay who they are. What was mailed to it keeps the rule it was mailed by. */
export async function removeSegment(deps: Pick<Runtime, "db">, actor: Actor, id: SegmentId): Promise<void> {
  authorize(actor, "segment.write")
  await deps.db.transaction(async (tx) => {
    const { name } = await lockSegment(tx, id)
    await refuseUsedSegment(tx, id, "remove")
    await tx.delete(segments).where(eq(segments.id, id))
    await recordAudit(tx, { actor, action: "segment.removed", subject: { kind: "segment", id }, detail: { name } })
  })
}
