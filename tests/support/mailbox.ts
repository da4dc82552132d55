import { asc } from "drizzle-orm"
import { capturedMails } from "#db/schema/mail.ts"
import type { World } from "#tests/support/world.ts"

export type CaughtMail = { recipient: string; subject: string; html: string; text: string }

/** What was sent so far, in order. */
export function readMailbox(world: Pick<World, "db">): Promise<CaughtMail[]> {
  const { recipient, subject, html, text } = capturedMails
  return world.db.select({ recipient, subject, html, text }).from(capturedMails).orderBy(asc(capturedMails.id))
}

export async function emptyMailbox(world: Pick<World, "db">): Promise<void> {
  await world.db.execute("truncate captured_mails")
}

/** What the link in a mail ends with. */
export function linkIn(mail: CaughtMail | undefined): string {
  const text = /\/signin\/confirm\/([\w.-]+)/.exec(mail?.text ?? "")?.[1]
  if (text === undefined) throw new Error("there is no link in the mail")
  return text
}
