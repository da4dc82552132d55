import { z } from "zod"
import { idOf, type SegmentId, type SubscriberId } from "#lib/kernel/ids.ts"
import { topicKey } from "#lib/subscribers/input.ts"
import { SUBSCRIBER_STATES } from "#lib/subscribers/subscriber.ts"
import { listAddress, type Query, searched } from "../list-address.ts"

const subscriberId = z.uuid().transform(idOf<SubscriberId>)

/** Of what an address says, what can be meant; the rest is as if it were not there. */
const asked = z.object({
  search: searched(200),
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

export function askedIn(query: Query): Asked {
  return asked.parse(query)
}

export const AUDIENCE = "/workspace/audience"

export function isFiltered({ after: _, subscriber: __, ...filters }: Asked): boolean {
  return Object.values(filters).some((value) => value !== undefined)
}

/** The same list with something else about it; null takes a part away. */
export function addressOf(parts: Asked, other: { after?: string | null; subscriber?: string | null }): string {
  return listAddress(AUDIENCE, { ...parts, ...other })
}
