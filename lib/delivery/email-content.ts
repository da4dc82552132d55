import type { Brand } from "../brand/brand.ts"
import { pathOf } from "../documents/document.ts"
import type { DocumentView } from "../documents/queries.ts"
import { domainOfMailbox, type MailSender } from "../mail/sender.ts"
import type { Runtime } from "../runtime.ts"
import type { EmailContent } from "./render-email.ts"

export type EmailSurroundings = {
  sender: MailSender | null
  brand: Brand
  settings: Pick<Runtime["settings"], "publicUrl" | "mail">
  /** Of the same release: its entry is where the button leads. */
  documents: readonly DocumentView[]
}

/** What an email document's mail is made of. Before the sender is known a place is kept for it, and readiness blocks. */
export function emailContentOf(email: DocumentView, { sender, brand, settings, documents }: EmailSurroundings): EmailContent {
  const { publicUrl, mail } = settings
  const entries = documents.filter(({ kind }) => kind === "entry")
  const entry = entries.find(({ locale }) => locale === email.locale) ?? entries[0]
  return {
    locale: email.locale,
    title: email.title,
    body: email.body,
    sender: sender ?? { name: publicUrl.hostname, postalAddress: "(postal address of the sender)" },
    brand: { accent: brand.accent, logo: brand.logo },
    messageDomain: domainOfMailbox(mail.from) ?? publicUrl.hostname,
    publicUrl,
    entryPath: entry === undefined ? null : pathOf(entry.kind, entry.slug),
  }
}
