import { and, eq, isNull, sql } from "drizzle-orm"
import { topics } from "#db/schema/subscribers.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { NotFound } from "../kernel/errors.ts"
import type { Runtime } from "../runtime.ts"
import { getFollowers, type TopicFollowers } from "./queries.ts"

/** No longer to be chosen. What people have chosen stays as it is: taking it away would make "only this" into "everything". */
export async function retireTopic(deps: Pick<Runtime, "db">, actor: Actor, { key }: { key: string }): Promise<TopicFollowers> {
  authorize(actor, "segment.write")
  return deps.db.transaction(async (tx) => {
    const retired = await tx
      .update(topics)
      .set({ retiredAt: sql`now()` })
      .where(and(eq(topics.key, key), isNull(topics.retiredAt)))
      .returning({ key: topics.key })
    if (retired.length === 0) throw new NotFound("topic")
    const followers = await getFollowers(tx, key)
    await recordAudit(tx, { actor, action: "topic.retired", subject: { kind: "topic", id: key }, detail: followers })
    return followers
  })
}
