import { sql } from "drizzle-orm"
import { bigint, boolean, index, integer, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core"
import { AUDIENCES } from "../../lib/changes/change.ts"
import { DEPLOYMENT_STATUSES } from "../../lib/changes/deployment.ts"
import type { ChangeId, DeploymentId, RepositoryId } from "../../lib/kernel/ids.ts"
import { oneOf } from "./check.ts"
import { id, instant } from "./columns.ts"

export const repositories = pgTable("repositories", {
  id: id<RepositoryId>("id").primaryKey(),
  name: text("name").notNull().unique(),
  defaultBranch: text("default_branch").notNull().default("main"),
  productionEnvironment: text("production_environment").notNull().default("production"),
  createdAt: instant("created_at").notNull().default(sql`now()`),
})

export const deployments = pgTable(
  "deployments",
  {
    id: id<DeploymentId>("id").primaryKey(),
    repositoryId: id<RepositoryId>("repository_id")
      .notNull()
      .references(() => repositories.id),
    environment: text("environment").notNull(),
    sha: text("sha").notNull(),
    status: text("status").$type<(typeof DEPLOYMENT_STATUSES)[number]>().notNull(),
    externalId: text("external_id"),
    previousSha: text("previous_sha"),
    url: text("url"),
    deployedAt: instant("deployed_at").notNull(),
    receivedAt: instant("received_at").notNull().default(sql`now()`),
    /** Order of arrival: decides between deployments of the same instant. */
    arrival: bigint("arrival", { mode: "number" }).notNull().generatedAlwaysAsIdentity(),
  },
  (table) => [
    oneOf("deployments_status", table.status, DEPLOYMENT_STATUSES),
    uniqueIndex("deployments_external")
      .on(table.repositoryId, table.environment, table.sha, table.externalId)
      .where(sql`${table.externalId} is not null`),
    index("deployments_latest").on(table.repositoryId, table.environment, table.deployedAt, table.arrival),
    index("deployments_arrival").on(table.arrival),
  ],
)

export const changes = pgTable(
  "changes",
  {
    id: id<ChangeId>("id").primaryKey(),
    repositoryId: id<RepositoryId>("repository_id")
      .notNull()
      .references(() => repositories.id),
    title: text("title").notNull(),
    body: text("body").notNull().default(""),
    type: text("type").notNull(),
    scope: text("scope"),
    breaking: boolean("breaking").notNull().default(false),
    audience: text("audience").$type<(typeof AUDIENCES)[number]>().notNull(),
    authorName: text("author_name").notNull(),
    authorEmail: text("author_email"),
    url: text("url"),
    /** The commit that brings the change: where it stands in the order of its repository. */
    sha: text("sha").notNull(),
    pullRequestNumber: integer("pull_request_number"),
    pullRequestUrl: text("pull_request_url"),
    mergedAt: instant("merged_at").notNull(),
    /** The SHA this change says it reverts, known to us or not. */
    revertsSha: text("reverts_sha"),
    /** The change at the start of a chain of reverts, and what this link of the chain does to it. */
    revertedChangeId: id<ChangeId>("reverted_change_id"),
    revertEffect: text("revert_effect").$type<"undoes" | "reapplies">(),
  },
  (table) => [
    unique("changes_sha").on(table.repositoryId, table.sha),
    oneOf("changes_audience", table.audience, AUDIENCES),
    oneOf("changes_revert_effect", table.revertEffect, ["undoes", "reapplies"]),
    index("changes_merged").on(table.mergedAt, table.id),
    index("changes_reverted").on(table.revertedChangeId),
    index("changes_reverts_sha").on(table.repositoryId, table.revertsSha).where(sql`${table.revertsSha} is not null`),
  ],
)

/** Every commit of a repository in one order: what a deployment contains is everything up to its SHA. */
export const commits = pgTable(
  "commits",
  {
    repositoryId: id<RepositoryId>("repository_id")
      .notNull()
      .references(() => repositories.id),
    sha: text("sha").notNull(),
    position: bigint("position", { mode: "number" }).notNull(),
    changeId: id<ChangeId>("change_id").references(() => changes.id),
    /** The deployment that told of the commit; null where a push did. */
    broughtBy: id<DeploymentId>("brought_by").references(() => deployments.id),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha] }),
    index("commits_position").on(table.repositoryId, table.position),
    index("commits_change").on(table.changeId),
    index("commits_brought_by").on(table.broughtBy),
  ],
)

export const changeFlags = pgTable(
  "change_flags",
  {
    changeId: id<ChangeId>("change_id")
      .notNull()
      .references(() => changes.id),
    flagKey: text("flag_key").notNull(),
  },
  (table) => [primaryKey({ columns: [table.changeId, table.flagKey] }), index("change_flags_key").on(table.flagKey)],
)
