import { type CreateBatchEmailOptions, Resend } from "resend"
import { displayName, type Mailbox, oneLine, wireAddress } from "../../kernel/mail-address.ts"
import type { BatchAnswer, Mail, Mailer, SendOptions } from "../mailer.ts"
import { answerOfError, answersOf, paceOf } from "./resend-answer.ts"

export type ResendOptions = { apiKey: string; baseUrl: string | null; from: Mailbox; replyTo: Mailbox | null }

/** What one call of Resend's takes; its SDK would post more and be refused. */
const BATCH_SIZE = 100
const LONGEST_KEY = 256

/** Resend keeps a key for 24 hours: within them the same call again sends nothing again. */
export function resendMailer(options: ResendOptions): Mailer {
  const resend = new Resend(options.apiKey, options.baseUrl === null ? {} : { baseUrl: options.baseUrl.replace(/\/$/, "") })
  return {
    transport: "resend",
    keepsKeys: true,
    batchSize: BATCH_SIZE,
    sendBatch: (mails, how) =>
      send(
        resend,
        mails.map((mail) => payloadOf(mail, options)),
        how,
      ),
    close: async () => {},
  }
}

/** The SDK neither throws nor waits for ever on its own account: a call that takes too long ends as one without an answer. */
async function send(resend: Resend, payload: CreateBatchEmailOptions[], { key, timeoutMs }: SendOptions): Promise<BatchAnswer> {
  if (payload.length === 0) return { is: "answered", answers: [] }
  const misuse = complainOfCall(payload.length, key)
  if (misuse !== null) return { is: "refused", reason: misuse }
  const signal = AbortSignal.timeout(timeoutMs)
  const { data, error, headers } = await resend.batch.send(payload, { idempotencyKey: key, batchValidation: "permissive", signal })
  const pace = paceOf(headers)
  const answer: BatchAnswer = error
    ? answerOfError(error, headers, payload.length)
    : { is: "answered", answers: answersOf(data, payload.length) }
  return pace === null ? answer : { ...answer, pace }
}

/** An empty key would go out as no key at all, and the next attempt would send everything twice. */
function complainOfCall(count: number, key: string): string | null {
  if (key.length < 1 || key.length > LONGEST_KEY) return `The key of a call has 1 to ${LONGEST_KEY} characters, not ${key.length}.`
  return count > BATCH_SIZE ? `A call carries ${BATCH_SIZE} mails at most, not ${count}.` : null
}

/** The same bytes for the same mail, or the key would be refused. Message-ID is Resend's own. */
function payloadOf(mail: Mail, { from, replyTo }: ResendOptions): CreateBatchEmailOptions {
  const headers = Object.entries(mail.headers ?? {}).map(([name, value]) => [name, oneLine(value)])
  const tags = Object.entries(mail.tags ?? {}).map(([name, value]) => ({ name, value }))
  return {
    from: mailbox(from),
    to: mailbox({ address: mail.to.address, name: mail.to.name ?? null }),
    subject: oneLine(mail.subject),
    html: mail.html,
    text: mail.text,
    headers: Object.fromEntries(headers),
    ...(replyTo === null ? {} : { replyTo: mailbox(replyTo) }),
    ...(tags.length === 0 ? {} : { tags }),
  }
}

function mailbox({ name, address }: Mailbox): string {
  const shown = displayName(name ?? "")
  return shown === "" ? wireAddress(address) : `"${shown}" <${wireAddress(address)}>`
}
