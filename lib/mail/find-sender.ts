import { mailSender } from "#db/schema/mail.ts"
import type { Queryable } from "#db/transaction.ts"
import type { MailSender } from "./sender.ts"

/** Null before anybody said who sends. */
export async function findSender(db: Queryable): Promise<MailSender | null> {
  const [row] = await db.select({ name: mailSender.name, postalAddress: mailSender.postalAddress }).from(mailSender)
  return row ?? null
}
