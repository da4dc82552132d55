import { sql } from "drizzle-orm"
import { doublePrecision, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core"
import { DELIVERY_STATES, type DeliveryState, FEEDBACKS, type Feedback } from "../../lib/delivery/delivery.ts"
import { BATCH_STATES, type BatchState, type Recipient } from "../../lib/delivery/delivery-batch.ts"
import { PAUSERS, type Pauser, PLAN_STATES, type PlanState } from "../../lib/delivery/delivery-plan.ts"
import type { LaunchId, ReleaseId, SubscriberId } from "../../lib/kernel/ids.ts"
import type { SegmentRule } from "../../lib/subscribers/segment.ts"
import { must, oneOf } from "./check.ts"
import { id, instant } from "./columns.ts"
import { launches } from "./launches.ts"
import { releases } from "./releases.ts"

const counted = (name: string) => integer(name).notNull().default(0)

/** The mail of a launch: for whom, as of when, how far it has come. The counts are written with the rows that they count. */
export const deliveryPlans = pgTable(
  "delivery_plans",
  {
    launchId: id<LaunchId>("launch_id")
      .primaryKey()
      .references(() => launches.id),
    releaseId: id<ReleaseId>("release_id")
      .notNull()
      .references(() => releases.id),
    state: text("state").$type<PlanState>().notNull().default("planned"),
    pausedBy: text("paused_by").$type<Pauser>(),
    /** Why it is paused, or was cancelled. */
    because: text("because"),
    segment: jsonb("segment").$type<SegmentRule>(),
    topics: text("topics").array(),
    /** A correction goes to whom that launch has mailed, or may have, and to nobody else. */
    corrects: id<LaunchId>("corrects").references(() => launches.id),
    /** The moment: whoever came after it is not part of the audience. */
    asOf: instant("as_of").notNull().default(sql`now()`),
    /** The last subscriber that was written out. */
    writtenUpTo: uuid("written_up_to").$type<SubscriberId>(),
    materialisedAt: instant("materialised_at"),
    /** Since when it has been sending without a break, and how many mails had been handled then: what an estimate rests on. */
    sendingSince: instant("sending_since"),
    handledBefore: counted("handled_before"),
    candidates: counted("candidates"),
    /** Of the audience, but mailed by an earlier launch of the release: no candidates of this one. */
    covered: counted("covered"),
    excluded: counted("excluded"),
    accepted: counted("accepted"),
    failed: counted("failed"),
    unknown: counted("unknown"),
    cancelled: counted("cancelled"),
    openBatches: counted("open_batches"),
    bounced: counted("bounced"),
    complained: counted("complained"),
    /** What there was when a person went on in spite of it: only what comes after that counts again. */
    acceptedBefore: counted("accepted_before"),
    bouncedBefore: counted("bounced_before"),
    complainedBefore: counted("complained_before"),
    movedAt: instant("moved_at").notNull().default(sql`now()`),
  },
  (table) => [
    unique("delivery_plans_release").on(table.launchId, table.releaseId),
    oneOf("delivery_plans_state", table.state, PLAN_STATES),
    oneOf("delivery_plans_paused_by", table.pausedBy, PAUSERS),
    must("delivery_plans_paused", sql`(${table.state} = 'paused') = (${table.pausedBy} is not null)`),
    must(
      "delivery_plans_counts",
      sql`${table.candidates} >= ${table.excluded} + ${table.accepted} + ${table.failed} + ${table.unknown} + ${table.cancelled} and ${table.openBatches} >= 0`,
    ),
    index("delivery_plans_open").on(table.movedAt).where(sql`${table.state} <> 'ended'`),
  ],
)

/** At most a hundred deliveries of one locale, in one call to the provider. `seq` goes on over the launches of a release. */
export const deliveryBatches = pgTable(
  "delivery_batches",
  {
    releaseId: id<ReleaseId>("release_id").notNull(),
    seq: integer("seq").notNull(),
    launchId: id<LaunchId>("launch_id").notNull(),
    locale: text("locale").notNull(),
    state: text("state").$type<BatchState>().notNull().default("ready"),
    /** Grows when its mails change; within one, every attempt sends the same bytes under the same key. */
    generation: integer("generation").notNull().default(1),
    attempts: counted("attempts"),
    size: integer("size").notNull(),
    /** `ready`: from when on it may be taken. `sending`: when the lease of whoever took it ends. */
    dueAt: instant("due_at").notNull().default(sql`now()`),
    /** Since when some of it may have left without our knowing. */
    unsureSince: instant("unsure_since"),
    /** By which transport that was: another one knows nothing of its keys. */
    transport: text("transport"),
    payloadSha256: text("payload_sha256"),
    /** Frozen at the first attempt of a generation, gone when the batch has ended. */
    recipients: jsonb("recipients").$type<Recipient[]>(),
    trouble: text("trouble"),
    movedAt: instant("moved_at").notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.releaseId, table.seq] }),
    foreignKey({
      name: "delivery_batches_plan",
      columns: [table.launchId, table.releaseId],
      foreignColumns: [deliveryPlans.launchId, deliveryPlans.releaseId],
    }),
    oneOf("delivery_batches_state", table.state, BATCH_STATES),
    must("delivery_batches_frozen", sql`(${table.recipients} is null) or (${table.payloadSha256} is not null)`),
    index("delivery_batches_due").on(table.launchId, table.dueAt, table.seq).where(sql`${table.state} in ('ready', 'sending')`),
  ],
)

/**
 * One mail of a release to one subscriber, whatever the launch: nobody gets it twice. Without a foreign key to the subscriber, whose row
 * goes when they ask for it: what is left here says that somebody was mailed, and not who. The provider's id has no index on
 * purpose: events find their delivery by our own tags, and with an index every result would be written to all of them.
 */
export const deliveries = pgTable(
  "deliveries",
  {
    releaseId: id<ReleaseId>("release_id").notNull(),
    subscriberId: uuid("subscriber_id").$type<SubscriberId>().notNull(),
    launchId: id<LaunchId>("launch_id").notNull(),
    batchSeq: integer("batch_seq"),
    state: text("state").$type<DeliveryState>().notNull(),
    /** Why it was excluded, failed or is unknown. */
    reason: text("reason"),
    providerId: text("provider_id"),
    feedback: text("feedback").$type<Feedback>(),
    movedAt: instant("moved_at").notNull().default(sql`now()`),
  },
  (table) => [
    primaryKey({ columns: [table.releaseId, table.subscriberId] }),
    foreignKey({
      name: "deliveries_plan",
      columns: [table.launchId, table.releaseId],
      foreignColumns: [deliveryPlans.launchId, deliveryPlans.releaseId],
    }),
    foreignKey({
      name: "deliveries_batch",
      columns: [table.releaseId, table.batchSeq],
      foreignColumns: [deliveryBatches.releaseId, deliveryBatches.seq],
    }),
    index("deliveries_of_batch").on(table.releaseId, table.batchSeq).where(sql`${table.batchSeq} is not null`),
    oneOf("deliveries_state", table.state, DELIVERY_STATES),
    oneOf("deliveries_feedback", table.feedback, FEEDBACKS),
    must("deliveries_excluded", sql`(${table.state} <> 'excluded') or (${table.reason} is not null)`),
    must("deliveries_batched", sql`(${table.state} = 'excluded') or (${table.batchSeq} is not null)`),
  ],
)

/** When the next call to a provider may be made: one row for all workers together. */
export const mailPaces = pgTable("mail_paces", {
  transport: text("transport").primaryKey(),
  nextAt: instant("next_at").notNull().default(sql`now()`),
  /** Null: nobody has told a limit. */
  intervalMs: doublePrecision("interval_ms"),
  /** Calls in a row that brought nothing: no answer, or one that asks to wait. */
  silent: counted("silent"),
})

/** What a provider told us, once: its own id of the event, and what is needed to understand it. No address is kept. */
export const mailEvents = pgTable(
  "mail_events",
  {
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    /** What became of it: `applied`, `nothing to do`, `no delivery of ours`. */
    outcome: text("outcome").notNull(),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
    receivedAt: instant("received_at").notNull().default(sql`now()`),
  },
  (table) => [index("mail_events_received").on(table.receivedAt)],
)
