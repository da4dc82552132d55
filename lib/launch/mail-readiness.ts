import { type AudienceCount, COUNTED_AT_MOST } from "../delivery/count-audience.ts"
import type { MailSender } from "../mail/sender.ts"
import { block, count, list, pass, type ReadinessCheck, warn } from "./readiness-check.ts"

/** What a launch would mail, and whether it can; null of a release that is not mailed. */
export type MailFacts = {
  /** `trouble`: why it cannot be sent as it is, in words. */
  emails: { title: string; locale: string; trouble: string | null }[]
  sender: MailSender | null
  audience: AudienceCount
}

const NOT_MAILED = "The release is not mailed."

/** Whether the mail could leave. That there is an email, and that it is approved, is what the checks of documents say. */
export function checkMail(mail: MailFacts | null, unsent: string[]): ReadinessCheck[] {
  if (mail === null) return [checkUnsent(unsent), pass("sender", NOT_MAILED), pass("audience", NOT_MAILED)]
  return [checkEmails(mail), checkSender(mail), checkAudience(mail)]
}

function checkUnsent(unsent: string[]): ReadinessCheck {
  if (unsent.length === 0) return pass("email", NOT_MAILED)
  return warn("email", `${NOT_MAILED} Nobody gets ${list(unsent.map((title) => `email "${title}"`))}, unless its mail is set to send.`)
}

function checkEmails({ emails }: MailFacts): ReadinessCheck {
  const troubled = emails.filter(({ trouble }) => trouble !== null)
  if (troubled.length > 0) return block("email", troubled.map(({ title, trouble }) => `Email "${title}" ${trouble}`).join(" "))
  if (emails.length === 0) return block("email", "The release is to be mailed, and there is no email.")
  const locales = emails.map(({ locale }) => locale)
  return pass("email", `${count(emails.length, "email is", "emails are")} rendered and fit for every mail program: ${list(locales)}.`)
}

function checkSender({ sender }: MailFacts): ReadinessCheck {
  if (sender === null)
    return block(
      "sender",
      "Nobody said yet who sends: name and postal address stand in every mail. Settings, Mail has both; so has PATCH /api/v1/sender.",
    )
  return pass("sender", `${sender.name}, ${sender.postalAddress.replace(/\s*\r?\n\s*/g, ", ")}.`)
}

function checkAudience({ audience: { mailed, excluded, covered, isMore } }: MailFacts): ReadinessCheck {
  const leftOut =
    excluded === 0 ? "" : ` ${count(excluded, "subscriber is", "subscribers are")} left out: they asked for that, or cannot be reached.`
  const before = covered === 0 ? "" : ` ${count(covered, "subscriber has", "subscribers have")} had it in an earlier launch.`
  // To launch again what everybody has been told of is nobody's mistake.
  if (mailed === 0 && covered > 0) return pass("audience", `Nobody is left to mail.${before}${leftOut}`)
  if (mailed === 0)
    return block("audience", `Nobody would be mailed.${leftOut} Choose another audience, set mail to none, or wait for subscribers.`)
  if (isMore) return pass("audience", `Of the first ${MANY} subscribers ${mailed.toLocaleString("en")} will be mailed, and there are more.`)
  return pass("audience", `${count(mailed, "subscriber", "subscribers")} will be mailed.${before}${leftOut}`)
}

const MANY = COUNTED_AT_MOST.toLocaleString("en")
