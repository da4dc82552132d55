import { sql } from "drizzle-orm"
import { boolean, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core"
import type { DocumentKind } from "../../lib/documents/document.ts"
import type { ChangeId, FlagId, LaunchId, ReleaseId, SegmentId, StageId } from "../../lib/kernel/ids.ts"
import { RELEASE_MAIL, RELEASE_STATES, type ReleaseMail, type ReleaseState } from "../../lib/releases/release.ts"
import { changes } from "./changes.ts"
import { must, oneOf } from "./check.ts"
import { id, instant } from "./columns.ts"
import { flags } from "./flags.ts"

export const releases = pgTable(
  "releases",
  {
    id: id<ReleaseId>("id").primaryKey(),
    name: text("name").notNull(),
    summary: text("summary").notNull().default(""),
    owner: text("owner"),
    /** A cache of what the standing launch means for the plan; written by `moveLaunch` and by opening a launch alone. */
    state: text("state").$type<ReleaseState>().notNull().default("planned"),
    /** Documents asked for beside the entry. */
    requires: text("requires").array().$type<DocumentKind[]>().notNull().default(sql`'{}'`),
    /** Whether a launch mails the release to subscribers. */
    mail: text("mail").$type<ReleaseMail>().notNull().default("none"),
    /** A recalled launch: this release is a mail to whom its release was mailed, and to nobody else. */
    corrects: id<LaunchId>("corrects"),
    /** Whom a launch mails: followers of these topics; null is whoever follows anything. */
    topics: text("topics").array(),
    /** And of them the members of this segment. No foreign key: a public release outlives it, and mails nobody should it be launched again. */
    segmentId: id<SegmentId>("segment_id"),
    holdSeconds: integer("hold_seconds").notNull(),
    graceSeconds: integer("grace_seconds").notNull(),
    /** How long a launch waits for flag services before it puts everything back. */
    patienceSeconds: integer("patience_seconds").notNull().default(120),
    /** Grows with every schedule ever made, so that an old one can never be taken for the new one. */
    scheduleVersion: integer("schedule_version").notNull().default(0),
    /** Why a scheduled launch did not start and waits for a person. */
    heldBecause: text("held_because"),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    updatedAt: instant("updated_at").notNull().default(sql`now()`),
  },
  (table) => [
    oneOf("releases_state", table.state, RELEASE_STATES),
    must("releases_hold", sql`${table.holdSeconds} >= 0 and ${table.graceSeconds} >= 0`),
    oneOf("releases_mail", table.mail, RELEASE_MAIL),
    must("releases_correction", sql`${table.corrects} is null or ${table.mail} = 'send'`),
    must("releases_audience", sql`${table.corrects} is null or (${table.topics} is null and ${table.segmentId} is null)`),
    must("releases_topics", sql`${table.topics} is null or cardinality(${table.topics}) > 0`),
    must("releases_patience", sql`${table.patienceSeconds} > 0`),
    must("releases_held", sql`(${table.state} = 'held') = (${table.heldBecause} is not null)`),
    index("releases_created").on(table.createdAt, table.id),
    index("releases_segment").on(table.segmentId).where(sql`${table.segmentId} is not null`),
  ],
)

/** When a release shall launch: what a person meant, and the instant that follows from it. */
export const schedules = pgTable(
  "schedules",
  {
    releaseId: id<ReleaseId>("release_id")
      .primaryKey()
      .references(() => releases.id),
    version: integer("version").notNull(),
    /** A plain date-time as it was asked for, `2026-12-01T09:00:00`. */
    at: text("at").notNull(),
    timeZone: text("time_zone").notNull(),
    /** Follows from the two above and the rules of the zone: computed again when those change. */
    dueAt: instant("due_at").notNull(),
    scheduledBy: text("scheduled_by").notNull(),
    scheduledAt: instant("scheduled_at").notNull().default(sql`now()`),
  },
  (table) => [index("schedules_due").on(table.dueAt)],
)

/** A change is in one release at most: it is announced once. */
export const releaseChanges = pgTable(
  "release_changes",
  {
    releaseId: id<ReleaseId>("release_id")
      .notNull()
      .references(() => releases.id),
    changeId: id<ChangeId>("change_id")
      .notNull()
      .references(() => changes.id),
    position: integer("position").notNull(),
  },
  (table) => [primaryKey({ columns: [table.changeId] }), index("release_changes_release").on(table.releaseId, table.position)],
)

export const stages = pgTable(
  "stages",
  {
    id: id<StageId>("id").primaryKey(),
    releaseId: id<ReleaseId>("release_id")
      .notNull()
      .references(() => releases.id),
    name: text("name").notNull(),
    position: integer("position").notNull(),
  },
  (table) => [unique("stages_position").on(table.releaseId, table.position)],
)

export const flagTargets = pgTable(
  "flag_targets",
  {
    stageId: id<StageId>("stage_id")
      .notNull()
      .references(() => stages.id),
    flagId: id<FlagId>("flag_id")
      .notNull()
      .references(() => flags.id),
    enabled: boolean("enabled").notNull(),
    rollout: integer("rollout").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.stageId, table.flagId] }),
    index("flag_targets_flag").on(table.flagId),
    must("flag_targets_rollout", sql`${table.rollout} between 0 and 100`),
  ],
)
