import { z } from "zod"
import { toMicroseconds } from "../kernel/clock.ts"
import { type ChangeId, idOf, isId } from "../kernel/ids.ts"
import { AUDIENCES } from "./change.ts"
import { DEPLOYMENT_STATUSES } from "./deployment.ts"

const NO_CONTROLS = /^[^\p{Cc}]*$/u

function line(longest: number) {
  return z
    .string()
    .min(1, "must not be empty")
    .max(longest, `must have ${longest} characters at most`)
    .regex(NO_CONTROLS, "must not have control characters")
    .refine((text) => text.trim() === text, "must not begin or end with a space")
}

const sha = z
  .string()
  .regex(/^[0-9a-f]{7,64}$/i, "must be a commit SHA in hexadecimal: all 40 (or 64) digits of it, or the first 7 at least")
  .transform((text) => text.toLowerCase())

/** PostgreSQL knows years that Temporal does not and the other way round; no commit is of either kind. */
const EARLIEST = Temporal.Instant.from("1970-01-01T00:00:00Z")

export const instant = z.iso
  .datetime({ offset: true, error: "must be a time like 2026-11-24T09:00:00Z (RFC 3339)" })
  .transform((text, context) => {
    try {
      const read = toMicroseconds(Temporal.Instant.from(text))
      if (Temporal.Instant.compare(read, EARLIEST) >= 0) return read
      context.addIssue("must not be before 1970")
    } catch {
      context.addIssue("must be a time that exists")
    }
    return z.NEVER
  })

/** Links are shown to people: nothing but the web. */
const url = z.url({ protocol: /^https?$/, error: "must be an http or https address" }).max(2000, "must have 2000 characters at most")

export const repositoryName = line(200).regex(/^\S*$/, "must not have spaces")
export const environmentName = line(100)

export const changeType = z.string().regex(/^[a-z][a-z0-9_-]{0,29}$/, "must be a word in lower case, like feat")
export const flagKey = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$/, "must be the key of a flag, like new-checkout")

const author = z.strictObject({
  name: z.string().trim().min(1, "must not be empty").max(200, "must have 200 characters at most"),
  email: z.string().max(320, "must have 320 characters at most").optional(),
})

const commit = z.strictObject({
  sha,
  message: z.string().describe("The whole message; Conventional Commits and trailers are read from it"),
  author,
  committedAt: instant,
  url: url.optional(),
})

export const recordDeploymentInput = z.strictObject({
  repository: repositoryName.describe("Like acme/shop; made known by its first deployment"),
  environment: environmentName,
  sha: sha.describe("What was deployed. It contains everything before it in the repository's order of commits"),
  status: z.enum(DEPLOYMENT_STATUSES),
  externalId: line(200).optional().describe("The deployment's id where it comes from: the same one again is the same deployment"),
  previousSha: sha.optional().describe("What the environment ran before; says where commits belong of which none is known"),
  deployedAt: instant.optional().describe("When it was deployed; now, where it is left out"),
  url: url.optional(),
  commits: z.array(commit).max(5000, "must be 5000 at most").default([]).describe("Oldest first"),
})

/** What a code host calls the head of a branch that did not exist before, or does not any more. */
export const NO_SHA = "0".repeat(40)

const fullSha = z
  .string()
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i, "must be a whole commit SHA in hexadecimal")
  .transform((text) => text.toLowerCase())
const branch = line(255)

export const recordPushInput = z.strictObject({
  repository: repositoryName,
  branch,
  /** What the code host calls the default branch; a setting of the repository overrules it. */
  defaultBranch: branch.nullable(),
  before: fullSha,
  after: fullSha,
  forced: z.boolean(),
  pushedAt: instant,
  /** For a force-push: up to where the old and the new branch are the same, where that is known. */
  mergeBase: fullSha.optional(),
  commits: z.array(commit).max(5000, "must be 5000 at most"),
})

export const recordPullRequestInput = z.strictObject({
  repository: repositoryName,
  branch,
  defaultBranch: branch.nullable(),
  number: z.int().min(1).max(2_147_483_647),
  url,
  title: z.string(),
  body: z.string(),
  labels: z.array(z.string()).max(200),
  author: z.string(),
  mergeSha: fullSha,
  headSha: fullSha.nullable(),
  commitCount: z.int().min(0).max(100_000).nullable(),
  commitShas: z.array(fullSha).max(1000).optional(),
  mergedAt: instant,
})

export const editChangeInput = z
  .strictObject({
    audience: z.enum(AUDIENCES),
    title: z.string().trim().min(1, "must not be empty").max(200, "must have 200 characters at most"),
    type: changeType,
    flags: z
      .array(flagKey)
      .max(50, "must be 50 at most")
      .transform((keys) => [...new Set(keys)]),
  })
  .partial()
  .refine((given) => Object.keys(given).length > 0, "must change something: audience, title, type or flags")

/** As many as a page of the list can have chosen. */
const MARKED_AT_MOST = 200

export const markChangesInput = z.strictObject({
  ids: z
    .array(
      z
        .string()
        .refine(isId, { error: "must be the id of a change" })
        .transform(idOf<ChangeId>),
    )
    .min(1, "must name a change")
    .max(MARKED_AT_MOST, `must be ${MARKED_AT_MOST} at most`)
    .transform((ids) => [...new Set(ids)]),
  audience: z.enum(AUDIENCES),
})

export const editRepositoryInput = z
  .strictObject({ defaultBranch: line(255), productionEnvironment: environmentName })
  .partial()
  .refine((given) => Object.keys(given).length > 0, "must change something: defaultBranch or productionEnvironment")

export type RecordDeployment = z.infer<typeof recordDeploymentInput>
export type RecordPush = z.infer<typeof recordPushInput>
export type RecordPullRequest = z.infer<typeof recordPullRequestInput>
export type GivenCommit = RecordDeployment["commits"][number]
export type EditChange = z.infer<typeof editChangeInput>
export type MarkChanges = z.infer<typeof markChangesInput>
export type EditRepository = z.infer<typeof editRepositoryInput>
