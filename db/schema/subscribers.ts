import { sql } from "drizzle-orm"
import { boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core"
import type { SegmentId, SubscriberId, SubscriptionRequestId } from "../../lib/kernel/ids.ts"
import type { SegmentRule } from "../../lib/subscribers/segment.ts"
import {
  CONSENT_BASES,
  type ConsentBasis,
  END_REASONS,
  type EndReason,
  SUBSCRIBER_STATES,
  type SubscriberState,
  type SubscriberTraits,
} from "../../lib/subscribers/subscriber.ts"
import { REQUEST_STATES, type RequestAnswer, type RequestState } from "../../lib/subscribers/subscription-request.ts"
import { SUPPRESSION_REASONS, type SuppressionReason } from "../../lib/subscribers/suppression.ts"
import { must, oneOf } from "./check.ts"
import { id, instant } from "./columns.ts"

export const topics = pgTable("topics", {
  key: text("key").primaryKey(),
  name: text("name").notNull(),
  description: text("description").notNull().default(""),
  /** Since when it cannot be chosen any more; who chose it before still has. */
  retiredAt: instant("retired_at"),
  createdAt: instant("created_at").notNull().default(sql`now()`),
})

/** Erasing somebody deletes their row: what refers to it lives without (`on delete set null`), or goes with it. */
export const subscribers = pgTable(
  "subscribers",
  {
    id: id<SubscriberId>("id").primaryKey(),
    /** As it was given: what is shown, and what is mailed to. */
    email: text("email").notNull(),
    /** The one spelling of it (`parseAddress`): what a person is known by. */
    address: text("address").notNull(),
    /** `hashOfAddress` of `address`: what a suppression is found by. */
    addressHash: text("address_hash").notNull(),
    name: text("name"),
    locale: text("locale").notNull(),
    state: text("state").$type<SubscriberState>().notNull(),
    traits: jsonb("traits").$type<SubscriberTraits>().notNull().default({}),
    /** Keys of topics; null is everything, topics of later included. */
    topics: text("topics").array(),
    consentBasis: text("consent_basis").$type<ConsentBasis>(),
    /** When it was given; who is active has given it. */
    consentAt: instant("consent_at"),
    /** Where: "form", "api: CI of acme/shop", "import: 0198…". */
    consentSource: text("consent_source"),
    /** Grows with every request to subscribe: a confirm link of an earlier one opens nothing. */
    confirmRound: integer("confirm_round").notNull().default(0),
    endedAt: instant("ended_at"),
    endReason: text("end_reason").$type<EndReason>(),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    updatedAt: instant("updated_at").notNull().default(sql`now()`),
  },
  (table) => [
    oneOf("subscribers_state", table.state, SUBSCRIBER_STATES),
    oneOf("subscribers_basis", table.consentBasis, CONSENT_BASES),
    oneOf("subscribers_end_reason", table.endReason, END_REASONS),
    must("subscribers_consent", sql`${table.state} <> 'active' or (${table.consentBasis} is not null and ${table.consentAt} is not null)`),
    must("subscribers_ended", sql`(${table.state} = 'ended') = (${table.endedAt} is not null and ${table.endReason} is not null)`),
    must("subscribers_topics", sql`${table.topics} is null or cardinality(${table.topics}) > 0`),
    uniqueIndex("subscribers_address").on(table.address),
    // An audience is walked in the order of ids, a chunk at a time.
    index("subscribers_active").on(table.id).where(sql`${table.state} = 'active'`),
    // Bounces, complaints and requests know an address by its hash alone.
    index("subscribers_hash").on(table.addressHash),
    // What the list of people is filtered by, each with the order it is read in: a rare one would be looked for in every row.
    index("subscribers_state").on(table.state, table.id),
    index("subscribers_locale").on(table.locale, table.id),
    index("subscribers_all_topics").on(table.id).where(sql`${table.topics} is null`),
    index("subscribers_some_topics").using("gin", table.topics).where(sql`${table.topics} is not null`),
    index("subscribers_traits").using("gin", table.traits.op("jsonb_path_ops")),
    index("subscribers_domain").on(sql`split_part(${table.address}, '@', 2)`),
  ],
)

export const segments = pgTable("segments", {
  id: id<SegmentId>("id").primaryKey(),
  name: text("name").notNull().unique(),
  rule: jsonb("rule").$type<SegmentRule>().notNull(),
  createdAt: instant("created_at").notNull().default(sql`now()`),
})

/** Addresses that are not mailed, whoever asks. The address itself is not here, so that an erasure can leave only this. */
export const suppressions = pgTable(
  "suppressions",
  {
    addressHash: text("address_hash").primaryKey(),
    reason: text("reason").$type<SuppressionReason>().notNull(),
    /** Who said so: "resend", "unsubscribe link", "api: …". */
    source: text("source").notNull(),
    createdAt: instant("created_at").notNull().default(sql`now()`),
  },
  (table) => [
    oneOf("suppressions_reason", table.reason, SUPPRESSION_REASONS),
    index("suppressions_created").on(table.createdAt, table.addressHash),
  ],
)

/** Somebody typed an address into the form. Written alike for known and unknown ones; a job finds out which it is. */
export const subscriptionRequests = pgTable(
  "subscription_requests",
  {
    id: id<SubscriptionRequestId>("id").primaryKey(),
    state: text("state").$type<RequestState>().notNull(),
    email: text("email").notNull(),
    addressHash: text("address_hash").notNull(),
    /** Keyed hash of where it came from: requests can be counted, and nobody found by it. */
    clientHash: text("client_hash").notNull(),
    name: text("name"),
    locale: text("locale").notNull(),
    topics: text("topics").array(),
    /** What the mail says, once it is decided. */
    answer: jsonb("answer").$type<RequestAnswer>(),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    updatedAt: instant("updated_at").notNull().default(sql`now()`),
  },
  (table) => [
    oneOf("subscription_requests_state", table.state, REQUEST_STATES),
    index("subscription_requests_address").on(table.addressHash, table.createdAt),
    index("subscription_requests_client").on(table.clientHash, table.createdAt),
    index("subscription_requests_created").on(table.createdAt),
  ],
)

/** The key of `hashOfAddress`, sealed: it stays the same for ever, while the portal's own key can be changed. One row. */
export const addressKeys = pgTable(
  "address_keys",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    sealedKey: text("sealed_key").notNull(),
  },
  (table) => [must("address_keys_one_row", sql`${table.singleton}`)],
)
