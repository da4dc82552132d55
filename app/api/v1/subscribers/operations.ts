import { z } from "zod"
import { Invalid } from "#lib/kernel/errors.ts"
import { idOf, type SegmentId, type SubscriberId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import { addSubscriber } from "#lib/subscribers/add-subscriber.ts"
import { eraseSubscriber } from "#lib/subscribers/erase-subscriber.ts"
import { ROW_RESULTS } from "#lib/subscribers/import-report.ts"
import { importSubscribers } from "#lib/subscribers/import-subscribers.ts"
import { addSubscriberInput, subscriberFilter, traits } from "#lib/subscribers/input.ts"
import { findSegmentRule, getSubscriber, listSubscribers, type Subscriber } from "#lib/subscribers/queries.ts"
import type { SegmentRule } from "#lib/subscribers/segment.ts"
import { CONSENT_BASES, END_REASONS, SUBSCRIBER_STATES } from "#lib/subscribers/subscriber.ts"
import { SUPPRESSION_REASONS } from "#lib/subscribers/suppression.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const subscriberShown = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string().nullable(),
    locale: z.string(),
    state: z.enum(SUBSCRIBER_STATES).meta({ description: "Only `active` is mailed a release" }),
    traits,
    topics: z.array(z.string()).nullable().meta({ description: "null: everything" }),
    consent: z.object({ basis: z.enum(CONSENT_BASES), at: z.iso.datetime(), source: z.string().nullable() }).nullable(),
    ended: z.object({ at: z.iso.datetime(), reason: z.enum(END_REASONS) }).nullable(),
    suppressed: z.enum(SUPPRESSION_REASONS).nullable().meta({ description: "Why nothing may be mailed to the address" }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "Subscriber" })

const oneSubscriber = z.object({ id: z.uuid().transform(idOf<SubscriberId>) })

export const addSubscriberOperation = operation({
  method: "post",
  path: "/api/v1/subscribers",
  act: "subscriber.write",
  summary: "Add a subscriber",
  description:
    "Somebody who is known already gets what is new; what is left out stays. Nobody is brought back this way who has unsubscribed, bounced, complained or was erased.",
  body: addSubscriberInput,
  answers: {
    201: { description: "Added", schema: subscriberShown },
    200: { description: "Was known already; as they are now", schema: subscriberShown },
    409: { description: "`unsubscribed`, `suppressed`" },
  },
  run: async ({ deps, actor, body }) => {
    const { is, id } = await addSubscriber(deps, actor, body)
    return { status: is === "added" ? 201 : 200, body: shown(await getSubscriber(deps.db, id)) }
  },
})

export const listSubscribersOperation = operation({
  method: "get",
  path: "/api/v1/subscribers",
  act: "subscriber.read",
  summary: "List subscribers, the newest first",
  query: z.object({ ...pageQuery, ...subscriberFilter }),
  answers: { 200: { description: "Subscribers that fit every filter", schema: page(subscriberShown) } },
  run: async ({ deps, query: { limit, cursor, segment, ...filter } }) => {
    const after = decodeCursor(cursor, oneSubscriber)?.id ?? null
    const rule = await ruleOf(deps, segment)
    const rows = await listSubscribers(deps.db, { ...filter, rule, after, limit: limit + 1 })
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => ({ id }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

export const getSubscriberOperation = operation({
  method: "get",
  path: "/api/v1/subscribers/{id}",
  act: "subscriber.read",
  summary: "Show a subscriber",
  params: oneSubscriber,
  answers: { 200: { description: "The subscriber", schema: subscriberShown } },
  run: async ({ deps, params: { id } }) => ({ status: 200, body: shown(await getSubscriber(deps.db, id)) }),
})

export const eraseSubscriberOperation = operation({
  method: "delete",
  path: "/api/v1/subscribers/{id}",
  act: "subscriber.erase",
  summary: "Erase a subscriber",
  description: "What stays is a keyed hash of the address, so that no import brings them back. They can subscribe again themselves.",
  params: oneSubscriber,
  answers: { 204: { description: "They are forgotten" } },
  run: async ({ deps, actor, params: { id } }) => {
    await eraseSubscriber(deps, actor, id)
    return { status: 204 }
  },
})

const importReport = z
  .object({
    id: z.uuid(),
    counts: z.object({ rows: z.int(), added: z.int(), updated: z.int(), kept_out: z.int(), duplicate: z.int(), refused: z.int() }),
    rows: z.array(
      z.object({
        row: z.int().meta({ description: "The number of the line in the file" }),
        result: z.enum(ROW_RESULTS),
        message: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: "ImportReport" })

export const importSubscribersOperation = operation({
  method: "post",
  path: "/api/v1/subscribers/import",
  act: "subscriber.write",
  summary: "Import subscribers from a file",
  description:
    "Mails nobody. Whoever has unsubscribed or is suppressed stays out. A line that is wrong is refused alone, and the report names every line; the rest is added in one transaction.",
  query: z.object({
    consent: z
      .enum(["confirmed", "pending"])
      .optional()
      .meta({ description: "For lines that do not say themselves; without either, a line is refused" }),
  }),
  takes: {
    mediaType: "text/csv",
    limitBytes: 20 * 1024 * 1024,
    description:
      "UTF-8, 20 MB and 50,000 lines at most, with commas, semicolons or tabs. The first line names the columns: email, name, locale, consent (`confirmed` or `pending`), topics (keys, with spaces or | between them); every other column is a trait.",
  },
  answers: { 200: { description: "What became of each line", schema: importReport } },
  run: async ({ deps, actor, query: { consent = null }, bytes }) => ({
    status: 200,
    body: await importSubscribers(deps, actor, { bytes, consent }),
  }),
})

async function ruleOf({ db }: Pick<Runtime, "db">, segment: string | undefined): Promise<SegmentRule | undefined> {
  if (segment === undefined) return undefined
  const rule = await findSegmentRule(db, idOf<SegmentId>(segment))
  if (rule === null) throw new Invalid([{ path: "segment", message: "There is no such segment." }])
  return rule
}

function shown(subscriber: Subscriber): z.input<typeof subscriberShown> {
  const { consentBasis, consentAt, consentSource, endedAt, endReason, createdAt, updatedAt, ...rest } = subscriber
  return {
    ...rest,
    consent: consentBasis && consentAt ? { basis: consentBasis, at: consentAt.toString(), source: consentSource } : null,
    ended: endedAt && endReason ? { at: endedAt.toString(), reason: endReason } : null,
    createdAt: createdAt.toString(),
    updatedAt: updatedAt.toString(),
  }
}
