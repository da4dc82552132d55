import type { BatchAnswer, MailAnswer } from "../mailer.ts"

/** What nodemailer says of a failure; which members there are depends on where it happened. */
export type SmtpError = {
  code?: string
  command?: string
  responseCode?: number
  response?: string
  originalCode?: string
  timeoutType?: string
  message: string
}

/** One message, or what concerns every message alike: the server was not reached, or does not let us in. */
export type SmtpOutcome = MailAnswer | { is: "not reached"; reason: string } | { is: "locked out"; reason: string }

const BEFORE_ANY_MAIL = ["EDNS", "ETLS", "EREQUIRETLS", "ECONFIG", "EPROXY"]
const NO_CONNECTION = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"]
const WAITS_BEFORE_ANY_MAIL = ["CONNECT_TIMEOUT", "GREETING_TIMEOUT", "UPGRADE_TIMEOUT"]
const BEFORE_ENVELOPE = /^(?:CONN|EHLO|HELO|LHLO|STARTTLS|AUTH)/

/**
 * SMTP has no way to ask afterwards. Whatever the server said no to did not go out; whatever broke off without a word may have, if
 * the message could already have been handed over.
 */
export function outcomeOf(error: SmtpError): SmtpOutcome {
  const reason = told(error)
  if (error.code === "EAUTH" || error.code === "ENOAUTH" || error.code === "EOAUTH2") {
    return isForNow(error) ? { is: "not reached", reason } : { is: "locked out", reason }
  }
  if (error.responseCode !== undefined) return refusal({ ...error, responseCode: error.responseCode }, reason)
  if (neverConnected(error)) return { is: "not reached", reason }
  // What nodemailer itself would not send.
  if (error.code === "EENVELOPE") return { is: "refused", reason, lasting: "this address" }
  if (error.code === "EMESSAGE" || error.code === "ESTREAM" || error.code === "EMAXRECIPIENTS")
    return { is: "refused", reason, lasting: "this message" }
  return { is: "unknown", reason }
}

function refusal(error: SmtpError & { responseCode: number }, reason: string): SmtpOutcome {
  // A greeting or a HELO that says no concerns the connection, and no message was on it.
  if (BEFORE_ENVELOPE.test(error.command ?? "CONN")) return { is: "not reached", reason }
  if (isForNow(error)) return { is: "refused", reason, lasting: "for now" }
  return { is: "refused", reason, lasting: isAboutAddress(error) ? "this address" : "this message" }
}

/** RFC 5321: 4yz may go through later. 503 says that the session was out of step, not that the message was wrong. */
function isForNow({ responseCode = 0 }: SmtpError): boolean {
  return responseCode < 500 ? responseCode >= 400 : responseCode === 503
}

/** RFC 3463: 5.7.x is policy (who we are, what we sent), 5.3.x the server itself; neither says that the address is wrong. */
function isAboutAddress({ command, response }: SmtpError): boolean {
  return command === "RCPT TO" && !/\b5\.[37]\.\d+/.test(response ?? "")
}

function neverConnected({ code, originalCode, timeoutType }: SmtpError): boolean {
  return (
    BEFORE_ANY_MAIL.includes(code ?? "") ||
    NO_CONNECTION.includes(originalCode ?? code ?? "") ||
    WAITS_BEFORE_ANY_MAIL.includes(timeoutType ?? "")
  )
}

const SERVER_AWAY_MS = 30_000

/** Where nothing at all went out and every reason is the connection's, it is one answer for the whole call. */
export function batchAnswerOf(outcomes: readonly SmtpOutcome[]): BatchAnswer {
  const locked = outcomes.find((one) => one.is === "locked out")
  const away = outcomes.find((one) => one.is === "not reached")
  if (outcomes.every((one) => one.is === "locked out" || one.is === "not reached")) {
    if (locked) return { is: "blocked", reason: locked.reason }
    if (away) return { is: "again", afterMs: SERVER_AWAY_MS, reason: away.reason }
  }
  return { is: "answered", answers: outcomes.map(asMailAnswer) }
}

function asMailAnswer(outcome: SmtpOutcome): MailAnswer {
  if (outcome.is !== "not reached" && outcome.is !== "locked out") return outcome
  return { is: "refused", reason: outcome.reason, lasting: "for now" }
}

/** Servers repeat addresses in their answers; what is kept and logged of one is short. */
const LONGEST_REASON = 300

function told({ code, command, response, message }: SmtpError): string {
  const where = command === undefined || command === "API" ? "" : ` at ${command}`
  return `SMTP ${code ?? "error"}${where}: ${response ?? message}`.slice(0, LONGEST_REASON)
}
