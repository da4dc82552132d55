import { capturedMails } from "#db/schema/mail.ts"
import type { Database } from "#db/transaction.ts"
import { displayName, oneLine } from "../../kernel/mail-address.ts"
import type { BatchAnswer, Mail, Mailer, SendOptions } from "../mailer.ts"

/** As many as Resend takes, so that what is tried out here is cut as it will be there. */
const BATCH_SIZE = 100

/** Keeps mail in our own table instead of sending it. */
export function captureMailer(deps: { db: Database; from: string }): Mailer {
  return {
    transport: "capture",
    keepsKeys: true,
    batchSize: BATCH_SIZE,
    sendBatch: (mails, options) => keep(deps, mails, options),
    close: async () => {},
  }
}

async function keep(deps: { db: Database; from: string }, mails: readonly Mail[], { key }: SendOptions): Promise<BatchAnswer> {
  if (mails.length === 0) return { is: "answered", answers: [] }
  await deps.db
    .insert(capturedMails)
    .values(mails.map((mail, place) => rowOf(mail, { key: `${key}/${place}`, sender: deps.from })))
    .onConflictDoNothing()
  return { is: "answered", answers: mails.map((_, place) => ({ is: "accepted", providerId: `captured/${key}/${place}` })) }
}

function rowOf(mail: Mail, { key, sender }: { key: string; sender: string }): typeof capturedMails.$inferInsert {
  const { to, html, text, tags = {} } = mail
  // As the others send it: what is shown here is what would be seen there.
  const headers = Object.fromEntries(Object.entries(mail.headers ?? {}).map(([name, value]) => [name, oneLine(value)]))
  const recipientName = displayName(to.name ?? "") || null
  return { key, sender, recipient: to.address, recipientName, subject: oneLine(mail.subject), html, text, headers, tags }
}
