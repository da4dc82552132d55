import { and, desc, eq, lt, or, sql } from "drizzle-orm"
import { capturedMails } from "#db/schema/mail.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"

export type CapturedMail = typeof capturedMails.$inferSelect
/** As a list shows it: the bodies of a hundred mails are a megabyte. */
export type CapturedMailLine = Pick<CapturedMail, "id" | "recipient" | "recipientName" | "sender" | "subject" | "tags" | "capturedAt">

export type CapturedMailFilter = { search: string | null; after: number | null; limit: number }

/** The newest first. `search` is a part of an address, a name or a subject. */
export function listCapturedMails(db: Queryable, { search, after, limit }: CapturedMailFilter): Promise<CapturedMailLine[]> {
  const { id, recipient, recipientName, sender, subject, tags, capturedAt } = capturedMails
  const part = search?.toLowerCase() ?? null
  const fits =
    part === null ? undefined : or(...[recipient, recipientName, subject].map((column) => sql`position(${part} in lower(${column})) > 0`))
  return db
    .select({ id, recipient, recipientName, sender, subject, tags, capturedAt })
    .from(capturedMails)
    .where(and(after === null ? undefined : lt(id, after), fits))
    .orderBy(desc(id))
    .limit(limit)
}

export async function getCapturedMail(db: Queryable, id: number): Promise<CapturedMail> {
  const [found] = await db.select().from(capturedMails).where(eq(capturedMails.id, id))
  if (found === undefined) throw new NotFound("captured mail")
  return found
}
