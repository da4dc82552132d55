import { sql } from "drizzle-orm"
import {
  type AnyPgColumn,
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core"
import { AUDIENCES } from "../../lib/changes/change.ts"
import { DEPLOYMENT_STATUSES } from "../../lib/changes/deployment.ts"
import { BRANCH_SOURCES } from "../../lib/changes/repository.ts"
import type { ChangeId, DeploymentId, PullRequestId, PushId, RepositoryId } from "../../lib/kernel/ids.ts"
import { oneOf } from "./check.ts"
import { id, instant } from "./columns.ts"

export const repositories = pgTable(
  "repositories",
  {
    id: id<RepositoryId>("id").primaryKey(),
    name: text("name").notNull().unique(),
    defaultBranch: text("default_branch").notNull().default("main"),
    /** A person's word on the default branch stands; what nobody said, the next push may tell. */
    branchSource: text("branch_source").$type<(typeof BRANCH_SOURCES)[number]>().notNull().default("assumed"),
    productionEnvironment: text("production_environment").notNull().default("production"),
    createdAt: instant("created_at").notNull().default(sql`now()`),
  },
  (table) => [oneOf("repositories_branch_source", table.branchSource, BRANCH_SOURCES)],
)

/** What moved the default branch: pushes form a chain, each `before` being the `after` of the one that came first. */
export const pushes = pgTable(
  "pushes",
  {
    id: id<PushId>("id").primaryKey(),
    repositoryId: id<RepositoryId>("repository_id")
      .notNull()
      .references(() => repositories.id),
    beforeSha: text("before_sha").notNull(),
    afterSha: text("after_sha").notNull(),
    /** It took commits off the branch. */
    forced: boolean("forced").notNull(),
    /** Of a force-push: up to where the branch stayed the same, where the code host was asked. */
    mergeBaseSha: text("merge_base_sha"),
    pushedAt: instant("pushed_at").notNull(),
    receivedAt: instant("received_at").notNull().default(sql`now()`),
  },
  (table) => [
    unique("pushes_told").on(table.repositoryId, table.beforeSha, table.afterSha, table.pushedAt),
    index("pushes_after").on(table.repositoryId, table.afterSha),
  ],
)

/** Merged pull requests: each is the change at its merge SHA, and absorbs the commits that came with it. */
export const pullRequests = pgTable(
  "pull_requests",
  {
    id: id<PullRequestId>("id").primaryKey(),
    repositoryId: id<RepositoryId>("repository_id")
      .notNull()
      .references(() => repositories.id),
    number: integer("number").notNull(),
    url: text("url").notNull(),
    title: text("title").notNull(),
    body: text("body").notNull(),
    labels: jsonb("labels").$type<string[]>().notNull(),
    authorName: text("author_name").notNull(),
    mergeSha: text("merge_sha").notNull(),
    headSha: text("head_sha"),
    /** How many commits it has, where that was told. */
    commitCount: integer("commit_count"),
    /** Exactly which, where the code host was asked. */
    commitShas: jsonb("commit_shas").$type<string[]>(),
    mergedAt: instant("merged_at").notNull(),
  },
  (table) => [
    unique("pull_requests_number").on(table.repositoryId, table.number),
    index("pull_requests_merge_sha").on(table.repositoryId, table.mergeSha),
  ],
)

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
    /** The pull request this change says it reverts, where it names one instead of a commit. */
    revertsPullRequest: integer("reverts_pull_request"),
    /** The change of the pull request that this commit was a part of: that one is shown instead. */
    absorbedBy: id<ChangeId>("absorbed_by").references((): AnyPgColumn => changes.id),
    /** When a person last said better what it is: no later news overrules that. */
    editedAt: instant("edited_at"),
  },
  (table) => [
    unique("changes_sha").on(table.repositoryId, table.sha),
    oneOf("changes_audience", table.audience, AUDIENCES),
    oneOf("changes_revert_effect", table.revertEffect, ["undoes", "reapplies"]),
    index("changes_merged").on(table.mergedAt, table.id),
    index("changes_reverted").on(table.revertedChangeId),
    index("changes_absorbed").on(table.absorbedBy).where(sql`${table.absorbedBy} is not null`),
    index("changes_pull_request").on(table.repositoryId, table.pullRequestNumber).where(sql`${table.pullRequestNumber} is not null`),
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
    /** The push that put it onto the default branch. With neither, only a pull request named it, and its place is a guess. */
    pushedBy: id<PushId>("pushed_by").references(() => pushes.id),
    /** When it came onto the default branch, where that was told. */
    landedAt: instant("landed_at"),
    isMerge: boolean("is_merge").notNull().default(false),
    /** The pull request that the commit's own message names. */
    namedPullRequest: integer("named_pull_request"),
    /** A force-push took it off the branch: what stands behind this position does not contain it. */
    goneAfter: bigint("gone_after", { mode: "number" }),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.sha] }),
    index("commits_position").on(table.repositoryId, table.position),
    index("commits_change").on(table.changeId),
    index("commits_brought_by").on(table.broughtBy),
    index("commits_pushed_by").on(table.pushedBy),
    index("commits_landed").on(table.repositoryId, table.landedAt),
    index("commits_gone").on(table.repositoryId).where(sql`${table.goneAfter} is not null`),
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
