import { sql } from "drizzle-orm"
import { bigint, boolean, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import type { TargetingRule } from "../../lib/flags/built-in-flag.ts"
import type { Exposure } from "../../lib/flags/exposure.ts"
import { CONNECTION_KINDS, type ConnectionKind } from "../../lib/flags/flag-connection.ts"
import type { ConnectionReport } from "../../lib/flags/flag-provider.ts"
import type { FlagId } from "../../lib/kernel/ids.ts"
import { must, oneOf } from "./check.ts"
import { id, instant } from "./columns.ts"

export const flagConnections = pgTable(
  "flag_connections",
  {
    /** "builtin" for the one that every portal has. */
    id: text("id").primaryKey(),
    kind: text("kind").$type<ConnectionKind>().notNull(),
    name: text("name").notNull(),
    baseUrl: text("base_url"),
    project: text("project"),
    /** Sealed with the portal's key: what a copy of the database gives away opens nothing. */
    sealedToken: text("sealed_token"),
    /** Until when the service asked to be left in peace (429): nobody calls it before. */
    quietUntil: instant("quiet_until"),
    testedAt: instant("tested_at"),
    report: jsonb("report").$type<ConnectionReport>(),
    createdAt: instant("created_at").notNull().default(sql`now()`),
  },
  (table) => [
    oneOf("flag_connections_kind", table.kind, CONNECTION_KINDS),
    must("flag_connections_address", sql`${table.kind} = 'builtin' or (${table.baseUrl} is not null and ${table.project} is not null)`),
    // Two connections to one project would be two lines of writers for one flag.
    uniqueIndex("flag_connections_once").on(table.kind, table.baseUrl, table.project).where(sql`${table.kind} <> 'builtin'`),
  ],
)

export const flags = pgTable(
  "flags",
  {
    id: id<FlagId>("id").primaryKey(),
    connectionId: text("connection_id")
      .notNull()
      .references(() => flagConnections.id),
    key: text("key").notNull(),
    environment: text("environment").notNull(),
    description: text("description").notNull().default(""),
    /** What another system's flag was last seen to serve; a built-in flag's own row says it better. */
    observed: jsonb("observed").$type<Exposure>(),
    observedAt: instant("observed_at"),
    createdAt: instant("created_at").notNull().default(sql`now()`),
  },
  (table) => [unique("flags_key").on(table.connectionId, table.key, table.environment)],
)

const state = {
  enabled: boolean("enabled").notNull(),
  rollout: integer("rollout").notNull(),
  targeting: jsonb("targeting").$type<TargetingRule[]>().notNull(),
}

/** A built-in flag as it is now, for those who may know of it. */
export const builtInFlags = pgTable(
  "built_in_flags",
  {
    flagId: id<FlagId>("flag_id")
      .primaryKey()
      .references(() => flags.id),
    ...state,
    /** Whether visitors may know of it: since a launch released it, or a person turned it on outside of any release. */
    isPublic: boolean("is_public").notNull().default(false),
    /** Grows with every change: what a launch read is what it may write over. */
    version: integer("version").notNull().default(1),
    updatedAt: instant("updated_at").notNull().default(sql`now()`),
  },
  (table) => [must("built_in_flags_rollout", sql`${table.rollout} between 0 and 100`)],
)

/** What visitors saw of a built-in flag, from one site revision until before another. */
export const builtInFlagStates = pgTable(
  "built_in_flag_states",
  {
    flagId: id<FlagId>("flag_id")
      .notNull()
      .references(() => flags.id),
    ...state,
    liveFrom: bigint("live_from", { mode: "number" }).notNull(),
    liveUntil: bigint("live_until", { mode: "number" }),
    /** Set by a recall: the views forget the row a few seconds after it. */
    withdrawnAt: instant("withdrawn_at"),
  },
  (table) => [
    unique("built_in_flag_states_from").on(table.flagId, table.liveFrom),
    uniqueIndex("built_in_flag_states_live").on(table.flagId).where(sql`${table.liveUntil} is null`),
    index("built_in_flag_states_range").on(table.liveFrom, table.liveUntil),
    must("built_in_flag_states_order", sql`${table.liveUntil} > ${table.liveFrom}`),
  ],
)

/** Who may write a flag in another system now. Taken and committed before the first read, so no lock is held over the network. */
export const flagLeases = pgTable("flag_leases", {
  flagId: id<FlagId>("flag_id")
    .primaryKey()
    .references(() => flags.id),
  holder: uuid("holder").notNull(),
  until: instant("until").notNull(),
})
