import { and, eq, sql } from "drizzle-orm"
import { subscribers, topics } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Invalid } from "../kernel/errors.ts"
import type { Runtime } from "../runtime.ts"
import type { Preferences } from "./input.ts"
import { refuseUnknownTopics } from "./refuse-unknown-topics.ts"
import { readSubscriberToken } from "./subscriber-link.ts"
import { VISITOR } from "./visitor.ts"

/** `ended`: somebody who has left changes nothing but by subscribing again. */
export type ChangeOutcome = { is: "changed" } | { is: "ended" } | { is: "unknown" }

export async function changePreferences(
  deps: Pick<Runtime, "db" | "settings">,
  token: string,
  { name, locale, ...input }: Preferences,
): Promise<ChangeOutcome> {
  const link = readSubscriberToken(deps.settings, "preferences", token)
  if (link === null) return { is: "unknown" }
  const { subscriberId: id } = link
  return deps.db.transaction(async (tx) => {
    const chosen = await chosenTopics(tx, input.topics)
    const changed = await tx
      .update(subscribers)
      .set({ name, locale, topics: chosen, updatedAt: sql`now()` })
      .where(and(eq(subscribers.id, id), eq(subscribers.state, "active")))
      .returning({ id: subscribers.id })
    if (changed.length === 0) return { is: "ended" }
    await recordAudit(tx, {
      actor: VISITOR,
      action: "subscriber.edited",
      subject: { kind: "subscriber", id },
      detail: { locale, topics: chosen },
    })
    return { is: "changed" }
  })
}

/** All of them is everything. None of them is not nothing: it is said that leaving is another button. */
async function chosenTopics(tx: Transaction, keys: string[]): Promise<string[] | null> {
  await refuseUnknownTopics(tx, keys)
  const offered = await tx.select({ key: topics.key }).from(topics)
  if (offered.length > 0 && keys.length === 0) {
    throw new Invalid([{ path: "topics", message: "Choose one topic at least. To get nothing any more, leave altogether." }])
  }
  return keys.length === offered.length ? null : keys
}
