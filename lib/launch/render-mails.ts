import type { Queryable } from "#db/transaction.ts"
import { getBrand } from "../brand/queries.ts"
import { type EmailSurroundings, emailContentOf } from "../delivery/email-content.ts"
import { MARK_SIGN } from "../delivery/mail-marks.ts"
import { type RenderedEmail, renderEmail } from "../delivery/render-email.ts"
import type { DocumentView } from "../documents/queries.ts"
import type { EditionId } from "../kernel/ids.ts"
import { findSender } from "../mail/find-sender.ts"
import type { MailSender } from "../mail/sender.ts"
import type { Runtime } from "../runtime.ts"

export type EditionRender = RenderedEmail & { editionId: EditionId; locale: string }

/** An email as it would be mailed, or `trouble`: why it cannot be, in words. */
export type LookedAtEmail = { title: string; locale: string } & (
  | { trouble: string; render: null }
  | { trouble: null; render: EditionRender }
)

/** Gmail cuts a mail off at 102 KB of HTML and hides the way out with the rest; a recipient's own words need some of it. */
const HTML_AT_MOST = 100_000

/** What a launch of these documents would mail. What was rendered a moment ago is not rendered again. */
export async function renderMails(
  db: Queryable,
  documents: DocumentView[],
  settings: Pick<Runtime["settings"], "publicUrl" | "mail">,
): Promise<{ sender: MailSender | null; emails: LookedAtEmail[] }> {
  const [sender, brand] = [await findSender(db), await getBrand(db)]
  const emails = documents.filter(({ kind }) => kind === "email")
  const looked: LookedAtEmail[] = []
  for (const email of emails) looked.push(await lookAt(email, { emails, surroundings: { sender, brand, settings, documents } }))
  return { sender, emails: looked }
}

type Around = { emails: DocumentView[]; surroundings: EmailSurroundings }

async function lookAt(email: DocumentView, { emails, surroundings }: Around): Promise<LookedAtEmail> {
  const { title, locale, body, editionId } = email
  const troubled = (trouble: string) => ({ title, locale, trouble, render: null })
  if (emails.some((other) => other.id !== email.id && other.locale === locale)) return troubled(`is one of several in ${locale}: keep one.`)
  if (title.includes(MARK_SIGN) || body.includes(MARK_SIGN)) {
    return troubled(`holds ${MARK_SIGN}, which marks where a recipient's own words go: write it in another way.`)
  }
  const render = await renderEmail(emailContentOf(email, surroundings))
  const bytes = Buffer.byteLength(render.html)
  if (bytes > HTML_AT_MOST)
    return troubled(`is ${Math.ceil(bytes / 1000)} KB as a mail, and Gmail shows 102 KB: shorten it, and link to the entry.`)
  return { title, locale, trouble: null, render: { ...render, editionId, locale } }
}
