import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { personalMail } from "../delivery/personal-mail.ts"
import { nobodysLinks } from "../delivery/sample-recipient.ts"
import type { DocumentId } from "../kernel/ids.ts"
import type { Mail } from "../mail/mailer.ts"
import type { Runtime } from "../runtime.ts"
import { renderDocument } from "./render-document.ts"

/** With other words than the stored ones: somebody is writing them. */
export type PreviewEmail = { id: DocumentId; words?: { title: string; body: string } }

/** The mail that a reader called Ada Lovelace would get if the release were launched with these words. */
export async function previewEmail(deps: Pick<Runtime, "db" | "settings">, actor: Actor, input: PreviewEmail): Promise<Mail> {
  authorize(actor, "document.read")
  const render = await renderDocument(deps.db, deps.settings, input)
  const reader = { address: "ada@example.com", name: "Ada Lovelace", releaseId: "preview", deliveryId: "preview" }
  return personalMail(render, { ...reader, ...nobodysLinks(deps.settings.publicUrl) })
}
