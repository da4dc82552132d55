import { asc, eq } from "drizzle-orm"
import { mailRenders } from "#db/schema/mail-renders.ts"
import type { Queryable } from "#db/transaction.ts"
import type { EditionId, LaunchId, MailRenderId } from "../kernel/ids.ts"
import type { MailRender } from "./personal-mail.ts"

export type StoredRender = MailRender & { id: MailRenderId; editionId: EditionId; locale: string; sha256: string }

/** What a launch mails, one per locale; nothing where it mails nothing. */
export async function listRenders(db: Queryable, launchId: LaunchId): Promise<StoredRender[]> {
  const { id, editionId, locale, subject, html, text, listId, messageDomain, sha256 } = mailRenders
  return db
    .select({ id, editionId, locale, subject, html, text, listId, messageDomain, sha256 })
    .from(mailRenders)
    .where(eq(mailRenders.launchId, launchId))
    .orderBy(asc(mailRenders.locale))
}
