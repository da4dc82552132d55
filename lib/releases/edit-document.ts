import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { hashOf } from "../documents/edition.ts"
import type { EditDocument } from "../documents/input.ts"
import { insertDraft } from "../documents/insert-draft.ts"
import type { DocumentView } from "../documents/queries.ts"
import { releaseUnseenSlugs } from "../documents/release-unseen-slugs.ts"
import { reserveSlug } from "../documents/reserve-slug.ts"
import { rewriteDraft } from "../documents/rewrite-draft.ts"
import { Stale } from "../kernel/errors.ts"
import type { DocumentId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { lockDocument } from "./lock-document.ts"

/** Writes other words. A live text stays as it is: the words go into a draft beside it. The same words change nothing. */
export async function editDocument(deps: Pick<Runtime, "db">, actor: Actor, input: EditDocument & { id: DocumentId }): Promise<void> {
  authorize(actor, "document.write")
  return deps.db.transaction(async (tx) => {
    const document = await lockDocument(tx, input.id, "editing")
    if (input.ifHash !== undefined && input.ifHash !== document.hash) throw new Stale("Somebody changed the document since you read it.")
    const words = { ...wordsOf(document), ...given(input) }
    if (hashOf({ ...document, ...words }) === document.hash) return
    await reserveSlug(tx, document, { chosen: words.slug })
    const write = document.state === "live" || document.state === "withdrawn" ? insertDraft : rewriteDraft
    await write(tx, document, { ...words, by: actor })
    if (document.state !== "live") await releaseUnseenSlugs(tx, document.id, words.slug)
    await recordAudit(tx, {
      actor,
      action: "document.edited",
      subject: { kind: "document", id: document.id },
      detail: { title: words.title },
    })
  })
}

function wordsOf({ title, slug, body, tags }: DocumentView) {
  return { title, slug, body, tags }
}

function given({ title, slug, body, tags }: EditDocument) {
  return {
    ...(title === undefined ? {} : { title }),
    ...(slug === undefined ? {} : { slug }),
    ...(body === undefined ? {} : { body }),
    ...(tags === undefined ? {} : { tags }),
  }
}
