import { z } from "zod"
import { idOf, type SegmentId, type SubscriberId } from "#lib/kernel/ids.ts"
import { topicKey } from "#lib/subscribers/input.ts"
import { SUBSCRIBER_STATES } from "#lib/subscribers/subscriber.ts"

const subscriberId = z.uuid().transform(idOf<SubscriberId>)

/** Of what an address says, what can be meant; the rest is as if it were not there. */
const asked = z.object({
  search: z
    .string()
    .transform((text) => text.trim().slice(0, 200).toWellFormed().replaceAll("\0", "") || undefined)
    .optional()
    .catch(undefined),
  state: z.enum(SUBSCRIBER_STATES).optional().catch(undefined),
  topic: topicKey.optional().catch(undefined),
  locale: z
    .string()
    .regex(/^[A-Za-z0-9-]{2,35}$/)
    .optional()
    .catch(undefined),
  segment: z
    .uuid()
    .transform(idOf<SegmentId>)
    .optional()
    .catch(undefined),
  after: subscriberId.optional().catch(undefined),
  subscriber: subscriberId.optional().catch(undefined),
})

export type Asked = z.infer<typeof asked>
export type Query = Record<string, string | string[] | undefined>

export function askedIn(query: Query): Asked {
  return asked.parse(query)
}

export const AUDIENCE = "/workspace/audience"

export function isFiltered({ after: _, subscriber: __, ...filters }: Asked): boolean {
  return Object.values(filters).some((value) => value !== undefined)
}

/** The same list with something else about it; null takes a part away. */
export function addressOf(parts: Asked, other: { after?: string | null; subscriber?: string | null }): string {
  const said = Object.entries({ ...parts, ...other }).filter((part): part is [string, string] => typeof part[1] === "string")
  return said.length === 0 ? AUDIENCE : `${AUDIENCE}?${new URLSearchParams(said)}`
}
