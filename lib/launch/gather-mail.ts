import type { Queryable } from "#db/transaction.ts"
import { countAudience, type ReleaseAudience } from "../delivery/count-audience.ts"
import type { DocumentView } from "../documents/queries.ts"
import type { Runtime } from "../runtime.ts"
import type { MailFacts } from "./mail-readiness.ts"
import { type EditionRender, renderMails } from "./render-mails.ts"

export type GatheredMail = { facts: MailFacts; renders: EditionRender[] }

/** Renders what a launch would mail and counts whom. What is rendered here is what is frozen: nothing can fail to render after the moment. */
export async function gatherMail(
  db: Queryable,
  documents: DocumentView[],
  given: { settings: Runtime["settings"]; audience: ReleaseAudience },
): Promise<GatheredMail> {
  const { sender, emails } = await renderMails(db, documents, given.settings)
  return {
    facts: {
      emails: emails.map(({ title, locale, trouble }) => ({ title, locale, trouble })),
      sender,
      audience: await countAudience(db, given.audience),
    },
    renders: emails.flatMap(({ render }) => (render === null ? [] : [render])),
  }
}
