import type { Runtime } from "../runtime.ts"
import type { WrittenMail } from "./people-mail.ts"

/** `later`: it certainly did not go out. What may have gone out counts as sent: whoever waits in vain asks again. */
export type MailOutcome = { is: "sent" } | { is: "failed"; reason: string } | { is: "later"; reason: string }

type Posted = WrittenMail & { to: { address: string; name: string }; key: string }

/** Shorter than the pause after which a mail is tried again, so that two workers never send the same one. */
const TIMEOUT_MS = 10_000

/** One mail to one person, with the same key whenever it is tried again. */
export async function sendPersonMail(deps: Pick<Runtime, "mailer">, { key, ...mail }: Posted): Promise<MailOutcome> {
  const answer = await deps.mailer.sendBatch([mail], { key, timeoutMs: TIMEOUT_MS })
  if (answer.is === "again" || answer.is === "blocked") return { is: "later", reason: answer.reason }
  if (answer.is === "refused") return { is: "failed", reason: answer.reason }
  if (answer.is === "unsure") return { is: "sent" }
  const [one] = answer.answers
  return one?.is === "refused" ? { is: "failed", reason: one.reason } : { is: "sent" }
}
