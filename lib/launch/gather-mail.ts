import type { Queryable } from "#db/transaction.ts"
import { countAudience, type ReleaseAudience } from "../delivery/count-audience.ts"
import { type EmailSurroundings, emailContentOf } from "../delivery/email-content.ts"
import { MARK_SIGN } from "../delivery/mail-marks.ts"
import { type RenderedEmail, renderEmail } from "../delivery/render-email.ts"
import type { DocumentView } from "../documents/queries.ts"
import type { EditionId } from "../kernel/ids.ts"
import { findSender } from "../mail/find-sender.ts"
import type { Runtime } from "../runtime.ts"
import type { MailFacts } from "./mail-readiness.ts"

export type EditionRender = RenderedEmail & { editionId: EditionId; locale: string }

export type GatheredMail = { facts: MailFacts; renders: EditionRender[] }

/** Gmail cuts a mail off at 102 KB of HTML and hides the way out with the rest; a recipient's own words need some of it. */
const HTML_AT_MOST = 100_000

/** Renders what a launch would mail and counts whom. What is rendered here is what is frozen: nothing can fail to render after the moment. */
export async function gatherMail(
  db: Queryable,
  documents: DocumentView[],
  given: { settings: Runtime["settings"]; audience: ReleaseAudience },
): Promise<GatheredMail> {
  const sender = await findSender(db)
  const surroundings = { sender, settings: given.settings, documents }
  const emails = documents.filter(({ kind }) => kind === "email")
  const seen: (MailFacts["emails"][number] & { render: EditionRender | null })[] = []
  for (const email of emails) seen.push(await lookAt(email, { emails, surroundings }))
  return {
    facts: {
      emails: seen.map(({ title, locale, trouble }) => ({ title, locale, trouble })),
      sender,
      audience: await countAudience(db, given.audience),
    },
    renders: seen.flatMap(({ render }) => (render === null ? [] : [render])),
  }
}

async function lookAt(email: DocumentView, { emails, surroundings }: { emails: DocumentView[]; surroundings: EmailSurroundings }) {
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
