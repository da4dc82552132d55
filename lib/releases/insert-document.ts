import { documents } from "#db/schema/documents.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { DraftDocument } from "../documents/input.ts"
import { insertDraft } from "../documents/insert-draft.ts"
import { reserveSlug } from "../documents/reserve-slug.ts"
import { type DocumentId, newId, newPublicId, type ReleaseId } from "../kernel/ids.ts"

/** Joins a transaction that holds the release's lock. */
export async function insertDocument(tx: Transaction, actor: Actor, input: DraftDocument & { releaseId: ReleaseId }): Promise<DocumentId> {
  authorize(actor, "document.write")
  const { kind, locale, title, body, tags, releaseId } = input
  const id = newId<DocumentId>()
  await tx.insert(documents).values({ id, publicId: newPublicId(), kind, releaseId })
  const slug = await reserveSlug(tx, { id, kind }, input.slug === undefined ? { fromTitle: title } : { chosen: input.slug })
  await insertDraft(tx, { id, kind, locale }, { title, slug, body, tags, by: actor })
  await recordAudit(tx, {
    actor,
    action: "document.drafted",
    subject: { kind: "document", id },
    detail: { kind, locale, title, slug, releaseId },
  })
  return id
}
