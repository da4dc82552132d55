/** One message to one person. Headers are what the transports share: RFC 8058's two, List-Id and the like. */
export type Mail = {
  to: { address: string; name?: string | null }
  subject: string
  html: string
  text: string
  headers?: Readonly<Record<string, string>>
  /** Without the angle brackets; the same for every attempt, so that a trace finds both. Only SMTP can set it. */
  messageId?: string
  /** Come back in a provider's webhooks: ids of ours, letters, digits, `_` and `-` only, never personal data. */
  tags?: Readonly<Record<string, string>>
}

/**
 * What became of one message. `accepted`: the provider took it, not that it arrived. `refused`: it certainly did not go out;
 * where that is `for now`, the same mail may be taken later. `unknown`: no answer came, so it may have gone out.
 */
export type MailAnswer =
  | { is: "accepted"; providerId: string | null }
  | { is: "refused"; reason: string; lasting: "this address" | "this message" | "for now" }
  | { is: "unknown"; reason: string }

/**
 * What became of a call with several. `answered` has one answer per mail, in order.
 * `again`: none went out, ask again with the same key. `unsure`: all or none may have gone out; the same key and bytes are safe to
 * repeat where `keepsKeys`. `blocked`: quota or credentials; a person must act. `refused`: the call as a whole, none went out.
 */
export type BatchAnswer = (
  | { is: "answered"; answers: MailAnswer[] }
  | { is: "again"; afterMs: number; reason: string }
  | { is: "unsure"; reason: string }
  | { is: "blocked"; reason: string }
  | { is: "refused"; reason: string }
) & { pace?: Pace }

/** What the provider says of its own limit, in calls: how many a window takes, and what is left of this one. */
export type Pace = { calls: number; windowMs: number; left: number | null; resetMs: number | null }

export type SendOptions = { key: string; timeoutMs: number }

/** The one door by which mail leaves. Never throws for what the other side does. */
export type Mailer = {
  transport: "capture" | "smtp" | "resend"
  /** Whether a second call with the same key and bytes is known not to send again. */
  keepsKeys: boolean
  /** How many mails one call may carry. */
  batchSize: number
  /** `key`: 1 to 256 characters, the same for every attempt of the same mails. */
  sendBatch(mails: readonly Mail[], options: SendOptions): Promise<BatchAnswer>
  close(): Promise<void>
}

/** Writes a mail as SMTP would put it on the wire, and sends it nowhere. */
export type MailComposer = (mail: Mail, key: string) => Promise<string>
