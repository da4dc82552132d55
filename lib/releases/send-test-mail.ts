import { randomUUID } from "node:crypto"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { personalMail } from "../delivery/personal-mail.ts"
import { nobodysLinks } from "../delivery/sample-recipient.ts"
import { DomainError, Invalid } from "../kernel/errors.ts"
import type { DocumentId } from "../kernel/ids.ts"
import { parseAddress } from "../kernel/mail-address.ts"
import type { BatchAnswer, Mail } from "../mail/mailer.ts"
import { findMailbox } from "../people/find-mailbox.ts"
import type { Runtime } from "../runtime.ts"
import { renderDocument } from "./render-document.ts"

type Asked = { id: DocumentId; to?: string | undefined }

/** As long as a person waits for an answer. */
const TIMEOUT_MS = 10_000

/** Mails an email to somebody of the team: no subscriber's delivery, and nothing that counts. Audited before it leaves, so none leaves unseen. */
export async function sendTestMail(
  deps: Pick<Runtime, "db" | "settings" | "mailer">,
  actor: Actor,
  input: Asked,
): Promise<{ to: string; subject: string }> {
  authorize(actor, "document.write")
  const render = await renderDocument(deps.db, deps.settings, { id: input.id })
  const to = await findAddressee(deps, actor, input.to)
  const test = randomUUID()
  const personal = personalMail(render, { ...to, releaseId: "test", deliveryId: test, ...nobodysLinks(deps.settings.publicUrl) })
  const mail: Mail = { ...personal, subject: `[Test] ${personal.subject}`, tags: { t: "1" } }
  await deps.db.transaction((tx) =>
    recordAudit(tx, {
      actor,
      action: "mail.tested",
      subject: { kind: "document", id: input.id },
      detail: { to: to.address, subject: mail.subject },
    }),
  )
  refuseUnlessTaken(await deps.mailer.sendBatch([mail], { key: `test/${test}`, timeoutMs: TIMEOUT_MS }))
  return { to: to.address, subject: mail.subject }
}

async function findAddressee({ db }: Pick<Runtime, "db">, actor: Actor, to: string | undefined) {
  if (to === undefined) {
    const own = actor.kind === "person" ? await findMailbox(db, { id: actor.id }) : null
    if (own) return own
    throw new Invalid([{ path: "to", message: "is required: a token has no mailbox of its own" }])
  }
  const address = parseAddress(to)?.address
  const found = address === undefined ? null : await findMailbox(db, { address })
  if (found) return found
  throw new Invalid([{ path: "to", message: "is not the address of anybody in the team: invite them first" }])
}

function refuseUnlessTaken(answer: BatchAnswer): void {
  const first = answer.is === "answered" ? answer.answers[0] : answer
  if (first === undefined || first.is === "accepted") return
  const fate = first.is === "unknown" || first.is === "unsure" ? "did not say whether it took the mail" : "did not take the mail"
  throw new DomainError("unavailable", "mail_not_taken", `The mail service ${fate}: ${first.reason}`)
}
