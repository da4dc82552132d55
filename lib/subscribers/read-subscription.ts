import { asc, eq } from "drizzle-orm"
import { subscribers, topics } from "#db/schema/subscribers.ts"
import type { Runtime } from "../runtime.ts"
import type { SubscriberState } from "./subscriber.ts"
import { type LinkPurpose, readSubscriberToken } from "./subscriber-link.ts"

export type OfferedTopic = { key: string; name: string; description: string; isChosen: boolean }

/** What the holder of a link may see of themselves. `gone`: the link is ours, and nobody is behind it any more. */
export type SeenSubscription =
  | { is: "unknown" }
  | { is: "gone" }
  | { is: "found"; state: SubscriberState; isLatest: boolean; name: string; locale: string; topics: OfferedTopic[] }

/** Reads, and changes nothing: whoever scans links in mails may open this. */
export async function readSubscription(
  deps: Pick<Runtime, "db" | "settings">,
  purpose: LinkPurpose,
  token: string,
): Promise<SeenSubscription> {
  const link = readSubscriberToken(deps.settings, purpose, token)
  if (link === null) return { is: "unknown" }
  const [found] = await deps.db.select().from(subscribers).where(eq(subscribers.id, link.subscriberId))
  if (found === undefined) return { is: "gone" }
  const { state, name, locale, confirmRound, topics: chosen } = found
  const offered = await deps.db.select().from(topics).orderBy(asc(topics.name), asc(topics.key))
  const shown = offered.map(({ key, name: title, description }) => ({
    key,
    name: title,
    description,
    isChosen: chosen === null || chosen.includes(key),
  }))
  return { is: "found", state, isLatest: confirmRound === link.round, name: name ?? "", locale, topics: shown }
}
