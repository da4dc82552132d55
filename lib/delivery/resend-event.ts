import { z } from "zod"
import { idOf, isId, type ReleaseId, type SubscriberId } from "../kernel/ids.ts"
import type { Feedback } from "./delivery.ts"

/** What an event of Resend's means for a mail. `sent`: the provider has it, which settles a doubt and says nothing more. */
export type MailNews = { feedback: Feedback | "sent"; reason: string | null }

export type ResendEvent = {
  type: string
  news: MailNews | null
  /** Our own tags, where the mail is one of a release. */
  delivery: { releaseId: ReleaseId; subscriberId: SubscriberId } | null
  /** Of a test mail to somebody of the team: it counts for nothing. */
  isTest: boolean
  emailId: string | null
  recipient: string | null
}

const text = z.string()
const tags = z.union([z.record(text, text), z.array(z.object({ name: text, value: text }))])

/** Unknown members are passed over: Resend's list grows. */
const payload = z.object({
  type: text,
  data: z
    .object({
      email_id: text.optional(),
      to: z.union([text, z.array(text)]).optional(),
      tags: tags.optional(),
      bounce: z.object({ type: text.optional(), subType: text.optional(), message: text.optional() }).optional(),
      failed: z.object({ reason: text.optional() }).optional(),
      suppressed: z.object({ type: text.optional(), message: text.optional() }).optional(),
    })
    .default({}),
})

type Payload = z.output<typeof payload>

/** Null for what is no event at all. */
export function readResendEvent(body: unknown): ResendEvent | null {
  const parsed = payload.safeParse(body)
  if (!parsed.success) return null
  const { type, data } = parsed.data
  const named = tagsOf(data.tags)
  const { r = "", c = "" } = named
  return {
    type,
    news: newsOf(parsed.data),
    delivery: isId(r) && isId(c) ? { releaseId: idOf<ReleaseId>(r), subscriberId: idOf<SubscriberId>(c) } : null,
    isTest: "t" in named,
    emailId: data.email_id ?? null,
    recipient: [data.to ?? []].flat()[0] ?? null,
  }
}

function tagsOf(given: Payload["data"]["tags"]): Record<string, string> {
  if (given === undefined) return {}
  return Array.isArray(given) ? Object.fromEntries(given.map(({ name, value }) => [name, value])) : given
}

/** Null for events that say nothing about the way of a mail: opened, clicked, contacts, domains. */
function newsOf({ type, data }: Payload): MailNews | null {
  switch (type) {
    case "email.sent":
      return { feedback: "sent", reason: null }
    case "email.delivered":
      return { feedback: "delivered", reason: null }
    case "email.delivery_delayed":
      return { feedback: "delayed", reason: null }
    case "email.complained":
      return { feedback: "complained", reason: null }
    case "email.bounced":
      // A full mailbox, a policy, a server that was away: only what is permanent says that the address is wrong.
      return { feedback: data.bounce?.type === "Permanent" ? "bounced" : "bounced_for_now", reason: data.bounce?.message ?? null }
    case "email.failed":
      return { feedback: "not_sent", reason: data.failed?.reason ?? null }
    case "email.suppressed":
      return { feedback: "not_sent", reason: data.suppressed?.message ?? null }
    default:
      return null
  }
}
