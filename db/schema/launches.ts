import { sql } from "drizzle-orm"
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core"
import type { BuiltInState } from "../../lib/flags/built-in-flag.ts"
import type { Exposure } from "../../lib/flags/exposure.ts"
import type { EditionId, FlagId, FlipId, LaunchId, ReleaseId, StageId } from "../../lib/kernel/ids.ts"
import { FLIP_STATES, type FlipState } from "../../lib/launch/flip.ts"
import { LAUNCH_STATES, type LaunchState } from "../../lib/launch/launch.ts"
import { must, oneOf } from "./check.ts"
import { id, instant } from "./columns.ts"
import { editions } from "./documents.ts"
import { flags } from "./flags.ts"
import { releases, stages } from "./releases.ts"

export const launches = pgTable(
  "launches",
  {
    id: id<LaunchId>("id").primaryKey(),
    releaseId: id<ReleaseId>("release_id")
      .notNull()
      .references(() => releases.id),
    stageId: id<StageId>("stage_id")
      .notNull()
      .references(() => stages.id),
    state: text("state").$type<LaunchState>().notNull(),
    interrupted: text("interrupted").$type<LaunchState>(),
    begunAt: instant("begun_at").notNull().default(sql`now()`),
    releasedAt: instant("released_at"),
    siteRevision: bigint("site_revision", { mode: "number" }),
    recalledRevision: bigint("recalled_revision", { mode: "number" }),
    movedAt: instant("moved_at").notNull().default(sql`now()`),
  },
  (table) => [
    oneOf("launches_state", table.state, LAUNCH_STATES),
    // Two clicks, two workers, a click and a schedule: whoever comes second finds the first one's launch.
    uniqueIndex("launches_standing").on(table.stageId).where(sql`${table.state} not in ('failed', 'recalled')`),
    index("launches_release").on(table.releaseId, table.begunAt),
    index("launches_open").on(table.movedAt).where(sql`${table.state} in ('flipping', 'live', 'rolling_back', 'recalling')`),
    must("launches_moment", sql`(${table.releasedAt} is null) = (${table.siteRevision} is null)`),
  ],
)

/** The editions a launch was checked with, by content hash: these and no others are published. */
export const launchEditions = pgTable(
  "launch_editions",
  {
    launchId: id<LaunchId>("launch_id")
      .notNull()
      .references(() => launches.id),
    editionId: id<EditionId>("edition_id")
      .notNull()
      .references(() => editions.id),
    hash: text("hash").notNull(),
  },
  (table) => [primaryKey({ columns: [table.launchId, table.editionId] })],
)

export const flips = pgTable(
  "flips",
  {
    id: id<FlipId>("id").primaryKey(),
    launchId: id<LaunchId>("launch_id")
      .notNull()
      .references(() => launches.id),
    flagId: id<FlagId>("flag_id")
      .notNull()
      .references(() => flags.id),
    position: integer("position").notNull(),
    state: text("state").$type<FlipState>().notNull(),
    before: jsonb("before").$type<Exposure>().notNull(),
    desired: jsonb("desired").$type<Exposure>().notNull(),
    observed: jsonb("observed").$type<Exposure>(),
    /** The whole recorded value, and the version it was read at: restoring needs more than the word. */
    recorded: jsonb("recorded").$type<BuiltInState & { isPublic: boolean }>().notNull(),
    recordedVersion: integer("recorded_version").notNull(),
    target: jsonb("target").$type<BuiltInState>().notNull(),
    /** The version our own write left behind: a recall restores only over it. */
    appliedVersion: integer("applied_version"),
    appliedAt: instant("applied_at"),
    restoredAt: instant("restored_at"),
  },
  (table) => [
    unique("flips_flag").on(table.launchId, table.flagId),
    index("flips_by_flag").on(table.flagId),
    oneOf("flips_state", table.state, FLIP_STATES),
  ],
)

/** Why a launch was refused or allowed, as it was found at that moment. */
export const readinessReports = pgTable("readiness_reports", {
  releaseId: id<ReleaseId>("release_id")
    .primaryKey()
    .references(() => releases.id),
  report: jsonb("report").$type<unknown>().notNull(),
  at: instant("at").notNull().default(sql`now()`),
})
