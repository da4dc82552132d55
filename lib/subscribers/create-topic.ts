import { isNotNull } from "drizzle-orm"
import { topics } from "#db/schema/subscribers.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict } from "../kernel/errors.ts"
import type { Runtime } from "../runtime.ts"
import type { CreateTopic } from "./input.ts"

/** What people can choose to hear of. Whoever chose nothing hears of it from now on; one that was retired is there again. */
export async function createTopic(deps: Pick<Runtime, "db">, actor: Actor, input: CreateTopic): Promise<void> {
  authorize(actor, "segment.write")
  await deps.db.transaction(async (tx) => {
    const created = await tx
      .insert(topics)
      .values(input)
      .onConflictDoUpdate({ target: topics.key, set: { ...input, retiredAt: null }, setWhere: isNotNull(topics.retiredAt) })
      .returning({ key: topics.key })
    if (created.length === 0) throw new Conflict("topic_exists", `There is a topic "${input.key}" already.`)
    await recordAudit(tx, { actor, action: "topic.created", subject: { kind: "topic", id: input.key }, detail: { name: input.name } })
  })
}
