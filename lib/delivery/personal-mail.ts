import type { Mail } from "../mail/mailer.ts"
import { unsubscribeHeaders } from "../subscribers/subscriber-link.ts"
import { type CutText, cutAtMarks, fillIn } from "./mail-marks.ts"

/** What is stored of a launch's mail in one locale, as far as a recipient's copy is made of it. */
export type MailRender = { subject: string; html: string; text: string; listId: string; messageDomain: string }

export type MailRecipient = {
  /** Of ours, in tags and Message-ID: letters, digits, `_` and `-` only. */
  releaseId: string
  deliveryId: string
  address: string
  name: string | null
  /** Addresses of ours that know the recipient by a token. The first one is both the page and the one-click endpoint. */
  unsubscribeUrl: string
  preferencesUrl: string
}

/** A render that was looked through once, for any number of recipients. */
export type CutRender = MailRender & { htmlParts: CutText; textParts: CutText }

/** Throws where the render holds a mark that no recipient can fill. */
export function cutRender(render: MailRender): CutRender {
  const { subject, html, text, listId, messageDomain } = render
  cutAtMarks(subject)
  return { subject, html, text, listId, messageDomain, htmlParts: cutAtMarks(html), textParts: cutAtMarks(text) }
}

/** One recipient's mail: the same render and recipient give the same bytes, whenever and wherever that is. */
export function personalMail(render: CutRender, recipient: MailRecipient): Mail {
  const name = plainName(recipient.name)
  const unsubscribe = plainUrl(recipient.unsubscribeUrl)
  const preferences = plainUrl(recipient.preferencesUrl)
  const greeted = name === "" ? "" : ` ${name}`
  return {
    to: { address: recipient.address, name: name === "" ? null : name },
    subject: render.subject,
    html: fillIn(render.htmlParts, {
      name: escapeText(greeted),
      unsubscribe: escapeAttribute(unsubscribe),
      preferences: escapeAttribute(preferences),
    }),
    text: fillIn(render.textParts, { name: greeted, unsubscribe, preferences }),
    headers: {
      ...unsubscribeHeaders(unsubscribe),
      "List-Id": render.listId,
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "OOF, AutoReply",
    },
    messageId: `rel-${recipient.releaseId}.${recipient.deliveryId}@${render.messageDomain}`,
    tags: { r: recipient.releaseId, c: recipient.deliveryId },
  }
}

// Line ends would begin a header, and controls that turn the direction of writing would turn that of what follows the name.
const NOT_IN_A_NAME = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** A name in plain text: one line without controls, and without what could be taken for a mark. */
function plainName(name: string | null): string {
  return (name ?? "").replace(NOT_IN_A_NAME, " ").replace(/%{2,}/g, "%").replace(/\s+/g, " ").trim()
}

/** Ours, so anything else is a mistake of ours: a header takes it between angle brackets. */
function plainUrl(url: string): string {
  if (/^https?:\/\/[!#-;=?-[\]_a-z~]+$/.test(url) && !url.includes("%%")) return url
  throw new Error("an address for a recipient is none that a mail can carry")
}

const TEXT_ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" }
const ATTRIBUTE_ENTITIES: Readonly<Record<string, string>> = { ...TEXT_ENTITIES, '"': "&quot;", "'": "&#39;" }

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (sign) => TEXT_ENTITIES[sign] ?? sign)
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ATTRIBUTE_ENTITIES[sign] ?? sign)
}
