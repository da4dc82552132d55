import "server-only"
import { listMailsTo } from "#lib/delivery/queries.ts"
import { isDomainError } from "#lib/kernel/errors.ts"
import type { SubscriberId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import {
  countSubscribers,
  findSegmentRule,
  getSubscriber,
  listLocales,
  listSegmentNames,
  listSubscribers,
  listTopics,
} from "#lib/subscribers/queries.ts"
import type { Asked } from "./asked.ts"

type Deps = Pick<Runtime, "db">

const ON_A_PAGE = 50

export async function loadAudience({ db }: Deps, { subscriber: _, after, segment, ...filter }: Asked) {
  // A segment that is gone has nobody in it.
  const rule = segment === undefined ? undefined : ((await findSegmentRule(db, segment)) ?? { any: [] })
  const [rows, sizes, topics, segments, locales] = await Promise.all([
    listSubscribers(db, { ...filter, rule, after: after ?? null, limit: ON_A_PAGE + 1 }),
    countSubscribers(db),
    listTopics(db),
    listSegmentNames(db),
    listLocales(db),
  ])
  const subscribers = rows.slice(0, ON_A_PAGE)
  const next = rows.length > ON_A_PAGE ? (subscribers.at(-1)?.id ?? null) : null
  return { subscribers, next, sizes, choices: { topics, segments, locales } }
}

/** Null: there is nobody of that id, or not any more. */
export async function loadSubscriber({ db }: Deps, id: SubscriberId) {
  try {
    const [subscriber, mails] = await Promise.all([getSubscriber(db, id), listMailsTo(db, id)])
    return { subscriber, mails }
  } catch (error) {
    if (isDomainError(error)) return null
    throw error
  }
}
