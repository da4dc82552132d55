import { sql } from "drizzle-orm"
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core"
import type { BuiltInState } from "../../lib/flags/built-in-flag.ts"
import type { Exposure } from "../../lib/flags/exposure.ts"
import type { DesiredExposure, ProviderState } from "../../lib/flags/flag-provider.ts"
import type { DriftId, EditionId, FlagId, FlipId, LaunchId, ReleaseId, StageId } from "../../lib/kernel/ids.ts"
import { DRIFT_KINDS, type DriftKind } from "../../lib/launch/drift.ts"
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
    /** Until when flag services may make us wait; then everything is put back. */
    patientUntil: instant("patient_until").notNull().default(sql`now() + interval '2 minutes'`),
    /** Until when what cannot be undone waits, counted from the moment. */
    holdUntil: instant("hold_until"),
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
    desired: jsonb("desired").$type<DesiredExposure>().notNull(),
    observed: jsonb("observed").$type<Exposure>(),
    /** Of a built-in flag: the whole recorded value, and the version it was read at. Restoring needs more than the word. */
    recorded: jsonb("recorded").$type<BuiltInState & { isPublic: boolean }>(),
    recordedVersion: integer("recorded_version"),
    target: jsonb("target").$type<BuiltInState>(),
    /** Of another system's flag: the provider's own state as it was recorded. */
    recordedState: jsonb("recorded_state").$type<ProviderState>(),
    /** By which a provider knows the writes of this flip: its own id, or that of the flip whose writes it has inherited. */
    changeKey: uuid("change_key"),
    /** How often setting it was begun, and what the last attempt met with. Noted before the call: it may land unseen. */
    attempts: integer("attempts").notNull().default(0),
    attemptedAt: instant("attempted_at"),
    trouble: text("trouble"),
    /** The version our own write left behind: a recall restores only over it. */
    appliedVersion: integer("applied_version"),
    appliedAt: instant("applied_at"),
    restoredAt: instant("restored_at"),
  },
  (table) => [
    unique("flips_flag").on(table.launchId, table.flagId),
    index("flips_by_flag").on(table.flagId),
    oneOf("flips_state", table.state, FLIP_STATES),
    must("flips_recorded", sql`(${table.recorded} is null) <> (${table.recordedState} is null)`),
    must(
      "flips_built_in",
      sql`(${table.recorded} is null) = (${table.recordedVersion} is null) and (${table.recorded} is null) = (${table.target} is null)`,
    ),
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

/** A released flag or deployment that is no longer as the release left it. Open until it is as it was again. */
export const drifts = pgTable(
  "drifts",
  {
    id: id<DriftId>("id").primaryKey(),
    launchId: id<LaunchId>("launch_id")
      .notNull()
      .references(() => launches.id),
    kind: text("kind").$type<DriftKind>().notNull(),
    /** The flag's or the change's id. */
    subject: uuid("subject").notNull(),
    /** What the release left, and what was seen, in words for people. */
    expected: text("expected").notNull(),
    seen: text("seen").notNull(),
    noticedAt: instant("noticed_at").notNull().default(sql`now()`),
    clearedAt: instant("cleared_at"),
  },
  (table) => [
    oneOf("drifts_kind", table.kind, DRIFT_KINDS),
    uniqueIndex("drifts_open").on(table.launchId, table.kind, table.subject).where(sql`${table.clearedAt} is null`),
  ],
)
