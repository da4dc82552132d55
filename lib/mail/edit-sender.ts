import { sql } from "drizzle-orm"
import { mailSender } from "#db/schema/mail.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { Runtime } from "../runtime.ts"
import type { MailSender } from "./sender.ts"

/** Says who release mails come from. Launches that have begun keep what they were checked with. */
export async function editSender(deps: Pick<Runtime, "db">, actor: Actor, input: MailSender): Promise<void> {
  authorize(actor, "sender.edit")
  return deps.db.transaction(async (tx) => {
    await tx
      .insert(mailSender)
      .values(input)
      .onConflictDoUpdate({ target: mailSender.singleton, set: { ...input, updatedAt: sql`now()` } })
    await recordAudit(tx, { actor, action: "sender.edited", subject: { kind: "sender", id: "sender" }, detail: input })
  })
}
