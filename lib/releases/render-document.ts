import type { Queryable } from "#db/transaction.ts"
import { getBrand } from "../brand/queries.ts"
import { emailContentOf } from "../delivery/email-content.ts"
import { MARK_SIGN } from "../delivery/mail-marks.ts"
import { type CutRender, cutRender } from "../delivery/personal-mail.ts"
import { renderEmail } from "../delivery/render-email.ts"
import { getDocument, listDocuments } from "../documents/queries.ts"
import { Conflict, Invalid } from "../kernel/errors.ts"
import type { DocumentId } from "../kernel/ids.ts"
import { findSender } from "../mail/find-sender.ts"
import type { Runtime } from "../runtime.ts"

/** An email document's words as they are now, rendered as its launch would, for anybody who may see them before. */
export async function renderDocument(
  db: Queryable,
  settings: Pick<Runtime["settings"], "publicUrl" | "mail">,
  { id, words = {} }: { id: DocumentId; words?: { title?: string; body?: string } },
): Promise<CutRender> {
  const email = { ...(await getDocument(db, id)), ...words }
  if (email.kind !== "email") throw new Conflict("not_an_email", "Only an email is mailed: this document is of another kind.")
  for (const path of ["title", "body"] as const) {
    if (email[path].includes(MARK_SIGN))
      throw new Invalid([{ path, message: `holds ${MARK_SIGN}, which marks where a recipient's own words go` }])
  }
  const documents = await listDocuments(db, email.releaseId)
  const [sender, brand] = [await findSender(db), await getBrand(db)]
  return cutRender(await renderEmail(emailContentOf(email, { documents, settings, sender, brand })))
}
