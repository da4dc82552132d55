import { and, eq, isNull } from "drizzle-orm"
import { topics } from "#db/schema/subscribers.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Invalid, NotFound } from "../kernel/errors.ts"
import type { Runtime } from "../runtime.ts"
import type { EditTopic } from "./input.ts"
import type { Topic } from "./queries.ts"

/** What it is called where people choose; its key stays, and with it whoever has chosen it. */
export async function editTopic(deps: Pick<Runtime, "db">, actor: Actor, { key, ...given }: EditTopic & { key: string }): Promise<Topic> {
  authorize(actor, "segment.write")
  const { name, description } = given
  if (name === undefined && description === undefined) throw new Invalid([{ path: "", message: "Nothing is to be changed." }])
  return deps.db.transaction(async (tx) => {
    const [edited] = await tx
      .update(topics)
      .set({ ...(name === undefined ? {} : { name }), ...(description === undefined ? {} : { description }) })
      .where(and(eq(topics.key, key), isNull(topics.retiredAt)))
      .returning()
    if (!edited) throw new NotFound("topic")
    await recordAudit(tx, { actor, action: "topic.edited", subject: { kind: "topic", id: key }, detail: given })
    return edited
  })
}
