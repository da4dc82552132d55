import { describe, expect, test } from "vitest"
import { batchAnswerOf, outcomeOf, type SmtpError, type SmtpOutcome } from "#lib/mail/providers/smtp-answer.ts"

const error = (more: Partial<SmtpError>): SmtpError => ({ message: "…", ...more })
const address = { is: "refused", lasting: "this address" }
const message = { is: "refused", lasting: "this message" }
const forNow = { is: "refused", lasting: "for now" }
const away = { is: "not reached" }
const doubt = { is: "unknown" }

describe("what nodemailer says becomes", () => {
  const cases: [string, Partial<SmtpError>, object][] = [
    ["no such user", { code: "EENVELOPE", command: "RCPT TO", responseCode: 550, response: "550 5.1.1 No such user" }, address],
    ["a full mailbox for good", { code: "EENVELOPE", command: "RCPT TO", responseCode: 552, response: "552 5.2.2 Full" }, address],
    ["no relaying", { code: "EENVELOPE", command: "RCPT TO", responseCode: 554, response: "554 5.7.1 Relay access denied" }, message],
    ["a server in trouble", { code: "EENVELOPE", command: "RCPT TO", responseCode: 554, response: "554 5.3.2 Not now" }, message],
    ["greylisting", { code: "EENVELOPE", command: "RCPT TO", responseCode: 450, response: "450 4.7.1 Later" }, forNow],
    ["a sender that is refused", { code: "EENVELOPE", command: "MAIL FROM", responseCode: 550, response: "550 5.7.1 Not you" }, message],
    ["spam", { code: "EMESSAGE", command: "DATA", responseCode: 554, response: "554 5.7.1 Spam" }, message],
    ["a full disk", { code: "EMESSAGE", command: "DATA", responseCode: 452, response: "452 4.3.1 Full" }, forNow],
    ["a session out of step", { code: "EENVELOPE", command: "MAIL FROM", responseCode: 503, response: "503 5.5.1 Bad sequence" }, forNow],
    ["a greeting that says no", { code: "EPROTOCOL", command: "CONN", responseCode: 554, response: "554 Go away" }, away],
    ["a greeting that says later", { code: "EPROTOCOL", command: "CONN", responseCode: 421, response: "421 Busy" }, away],
    ["a wrong password", { code: "EAUTH", command: "AUTH PLAIN", responseCode: 535, response: "535 5.7.8 Wrong" }, { is: "locked out" }],
    ["a login that is down", { code: "EAUTH", command: "AUTH PLAIN", responseCode: 454, response: "454 4.7.0 Later" }, away],
    ["no credentials", { code: "ENOAUTH", command: "API" }, { is: "locked out" }],
    ["no such host", { code: "EDNS", command: "CONN" }, away],
    ["nobody listening", { code: "ESOCKET", command: "CONN", originalCode: "ECONNREFUSED" }, away],
    ["no certificate", { code: "ETLS", command: "STARTTLS" }, away],
    ["no greeting", { code: "ETIMEDOUT", command: "CONN", timeoutType: "GREETING_TIMEOUT" }, away],
    ["silence", { code: "ETIMEDOUT", command: "CONN", timeoutType: "SOCKET_TIMEOUT" }, doubt],
    ["a cut", { code: "ECONNECTION", command: "CONN" }, doubt],
    ["a reset", { code: "ESOCKET", command: "CONN", originalCode: "ECONNRESET" }, doubt],
    ["a cut in the pool", { code: "ECONNECTION" }, doubt],
    ["an attempt given up", { code: "EABORT" }, doubt],
    ["an address that nodemailer refuses", { code: "EENVELOPE", command: "API" }, address],
    ["a message above the size that is offered", { code: "EMESSAGE", command: "MAIL FROM" }, message],
    ["anything else", {}, doubt],
  ]
  test.each(cases)("%s", (_, given, outcome) => expect(outcomeOf(error(given))).toMatchObject(outcome))
})

describe("a call", () => {
  const accepted: SmtpOutcome = { is: "accepted", providerId: "1" }
  const unreached: SmtpOutcome = { is: "not reached", reason: "down" }
  const lockedOut: SmtpOutcome = { is: "locked out", reason: "password" }

  test("in which the server was never reached comes again", () =>
    expect(batchAnswerOf([unreached, unreached])).toMatchObject({ is: "again" }))
  test("that was not let in waits for a person", () => expect(batchAnswerOf([unreached, lockedOut])).toMatchObject({ is: "blocked" }))
  test("of which a part went out is answered mail by mail", () =>
    expect(batchAnswerOf([accepted, unreached, lockedOut])).toMatchObject({
      is: "answered",
      answers: [{ is: "accepted" }, forNow, forNow],
    }))
})
