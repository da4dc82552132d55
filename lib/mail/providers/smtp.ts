import { createHash } from "node:crypto"
import { createTransport } from "nodemailer"
import { displayName, type Mailbox, oneLine, wireAddress } from "../../kernel/mail-address.ts"
import type { DkimSettings } from "../../kernel/mail-settings.ts"
import type { BatchAnswer, Mail, MailComposer, Mailer, SendOptions } from "../mailer.ts"
import { batchAnswerOf, outcomeOf, type SmtpError, type SmtpOutcome } from "./smtp-answer.ts"

export type SmtpOptions = { url: string; from: Mailbox; replyTo: Mailbox | null; dkim: DkimSettings | null }

/** As many as there are connections: a process that dies leaves no more than these in doubt. */
const CONNECTIONS = 5
/** Below every lease: a server that hangs keeps no job from being found again. */
const CONNECT_TIMEOUT_MS = 5000

/** RFC 6376's list, and what RFC 8058 wants signed: without it the one-click button may not be shown. */
const SIGNED_HEADERS = [
  ...[
    "From",
    "Sender",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "To",
    "Cc",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
  ],
  ...["Content-ID", "Content-Description", "Resent-Date", "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc", "Resent-Message-ID"],
  ...["In-Reply-To", "References", "List-Id", "List-Help", "List-Unsubscribe", "List-Subscribe", "List-Post", "List-Owner", "List-Archive"],
  ...["List-Unsubscribe-Post", "Feedback-ID"],
].join(":")

/** For showing what was captured: the same message as goes to a server, written for nobody. */
export function mimeComposer({ from, replyTo }: Pick<SmtpOptions, "from" | "replyTo">): MailComposer {
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: "windows",
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async (mail, key) => String((await transport.sendMail(messageOf(mail, { url: "", from, replyTo, dkim: null }, key))).message)
}

type Transport = ReturnType<typeof openPool>

/** SMTP knows no keys: a second attempt is a second mail, so nothing in here tries twice. */
export function smtpMailer(options: SmtpOptions): Mailer {
  const transport = openPool(options)
  return {
    transport: "smtp",
    keepsKeys: false,
    batchSize: CONNECTIONS,
    sendBatch: (mails, how) => sendAll({ transport, options }, mails, how),
    close: async () => transport.close(),
  }
}

function openPool({ url, dkim }: SmtpOptions) {
  return createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    maxMessages: Number.POSITIVE_INFINITY,
    maxRequeues: 0,
    maxRecipients: 1,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim === null ? {} : { dkim: signerOf(dkim) }),
  })
}

function signerOf({ domain, selector, privateKey }: DkimSettings) {
  return { domainName: domain, keySelector: selector, privateKey, headerFieldNames: SIGNED_HEADERS }
}

type Sender = { transport: Transport; options: SmtpOptions }

async function sendAll(sender: Sender, mails: readonly Mail[], { key, timeoutMs }: SendOptions): Promise<BatchAnswer> {
  const signal = AbortSignal.timeout(timeoutMs)
  return batchAnswerOf(await Promise.all(mails.map((mail, place) => sendOne(sender, mail, { key: `${key}/${place}`, signal }))))
}

async function sendOne(sender: Sender, mail: Mail, how: { key: string; signal: AbortSignal }): Promise<SmtpOutcome> {
  try {
    const { messageId, serverMessageId } = await sender.transport.sendMail({
      ...messageOf(mail, sender.options, how.key),
      signal: how.signal,
    })
    return { is: "accepted", providerId: serverMessageId ?? messageId }
  } catch (error) {
    return outcomeOf(asSmtpError(error))
  }
}

function messageOf(mail: Mail, { from, replyTo }: SmtpOptions, key: string) {
  const sender = wireAddress(from.address)
  const recipient = wireAddress(mail.to.address)
  return {
    from: { name: displayName(from.name ?? ""), address: sender },
    to: { name: displayName(mail.to.name ?? ""), address: recipient },
    ...(replyTo === null ? {} : { replyTo: { name: displayName(replyTo.name ?? ""), address: wireAddress(replyTo.address) } }),
    envelope: { from: sender, to: recipient },
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId: `<${mail.messageId ?? messageIdOf(key, sender)}>`,
    headers: Object.fromEntries(Object.entries(mail.headers ?? {}).map(([name, value]) => [name, oneLine(value)])),
    xMailer: false as const,
  }
}

/** The same for every attempt of the same mail: a trace finds both, and many receivers keep only one. */
function messageIdOf(key: string, sender: string): string {
  return `${createHash("sha256").update(key).digest("hex").slice(0, 32)}@${sender.slice(sender.lastIndexOf("@") + 1)}`
}

/** nodemailer throws Errors with members of its own; anything else is told by its text. */
function asSmtpError(error: unknown): SmtpError {
  return error instanceof Error ? error : { message: String(error) }
}
