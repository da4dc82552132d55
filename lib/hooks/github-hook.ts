import { z } from "zod"
import type { DeploymentStatus } from "../changes/deployment.ts"
import { NO_SHA } from "../changes/input.ts"
import { authorOf, cleanText, type HookReading, MERGES_ONLY, timeOf, webAddress } from "./hook-reading.ts"
import { readPayload, repositoryIn } from "./read-payload.ts"

/** What GitHub's events say to us; all but three say nothing. */
export function readGitHubHook(name: string, payload: unknown, receivedAt: Temporal.Instant): HookReading {
  const event = eventOf(name, payload)
  switch (name) {
    case "push":
      return readPayload(push, { payload, event }, (told) => readPush(told, receivedAt))
    case "pull_request":
      return readPayload(closing, { payload, event }, (told) => readPullRequest(told, event))
    case "deployment_status":
      return readPayload(deploymentStatus, { payload, event }, (told) => readDeployment(told, event))
    default:
      return { is: "ignored", event, repository: repositoryIn(payload), reason: reasonFor(name) }
  }
}

function eventOf(name: string, payload: unknown): string {
  const action = z.object({ action: z.string().regex(/^[\w-]{1,60}$/) }).safeParse(payload).data?.action
  return action === undefined ? name : `${name}.${action}`
}

function reasonFor(name: string): string {
  if (name === "ping") return "GitHub can reach us: the hook is connected."
  if (name === "deployment") return "A deployment counts once its status says how it went."
  return "Curtain takes push, pull_request and deployment_status."
}

const LISTED_COMMITS = 2048

const commit = z.object({
  id: z.string(),
  message: z.string(),
  timestamp: z.string(),
  url: z.string().nullish(),
  author: z.object({ name: z.string().nullish(), email: z.string().nullish() }).nullish(),
})
type Commit = z.output<typeof commit>
const repository = z.object({ full_name: z.string(), default_branch: z.string().nullish() })
const push = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  forced: z.boolean().nullish(),
  deleted: z.boolean().nullish(),
  commits: z.array(commit).default([]),
  head_commit: commit.nullish(),
  repository: repository.extend({ pushed_at: z.union([z.number(), z.string()]).nullish() }),
})

type Push = z.output<typeof push>

function readPush(told: Push, receivedAt: Temporal.Instant): HookReading {
  const { ref, before, after, repository } = told
  const same = { event: "push", repository: repository.full_name }
  const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1]
  if (branch === undefined) return { ...same, is: "ignored", reason: `${cleanText(ref).slice(0, 200)} is no branch.` }
  if (told.deleted || after === NO_SHA) return { ...same, is: "ignored", reason: "The branch was deleted." }
  const forced = told.forced === true
  const commits = withHead(told)
  const isComplete = told.commits.length < LISTED_COMMITS && (forced || commits.length === told.commits.length)
  const push = {
    ...{ repository: repository.full_name, branch, defaultBranch: repository.default_branch ?? null, before, after, forced },
    pushedAt: pushedAtOf(told) ?? receivedAt.toString(),
    commits: commits.map((one) => givenCommit(one)),
  }
  return { ...same, is: "news", news: { is: "push", isComplete, push } }
}

/** A list that was cut still ends with the head, which is told apart from it. A reset brings nothing: its head was there before. */
function withHead({ commits, forced, head_commit: head }: Push): Commit[] {
  const isReset = forced === true && commits.length === 0
  return !head || isReset || commits.some(({ id }) => id === head.id) ? commits : [...commits, head]
}

function pushedAtOf({ repository, commits, head_commit: head }: Push): string | null {
  return timeOf(repository.pushed_at) ?? timeOf(head?.timestamp ?? commits.at(-1)?.timestamp)
}

function givenCommit({ id, message, timestamp, url, author }: Commit) {
  const committedAt = timeOf(timestamp) ?? timestamp
  return { sha: id, message: cleanText(message), author: authorOf(author), committedAt, ...webAddress(url) }
}

const branchEnd = z.object({ ref: z.string() })
const closing = z.object({
  action: z.string(),
  pull_request: z.object({
    number: z.int(),
    html_url: z.string(),
    title: z.string(),
    body: z.string().nullish(),
    merged: z.boolean().nullish(),
    merged_at: z.string().nullish(),
    merge_commit_sha: z.string().nullish(),
    commits: z.int().nullish(),
    labels: z.array(z.object({ name: z.string() })).default([]),
    user: z.object({ login: z.string() }).nullish(),
    base: branchEnd,
    head: z.object({ sha: z.string().nullish() }).nullish(),
  }),
  repository,
})

function readPullRequest({ action, pull_request: pull, repository }: z.output<typeof closing>, event: string): HookReading {
  const same = { event, repository: repository.full_name }
  if (action !== "closed") return { ...same, is: "ignored", reason: MERGES_ONLY }
  if (pull.merged !== true) return { ...same, is: "ignored", reason: `#${pull.number} was closed without being merged.` }
  return {
    ...same,
    is: "news",
    news: {
      is: "pull request",
      pullRequest: {
        ...{ repository: repository.full_name, branch: pull.base.ref, defaultBranch: repository.default_branch ?? null },
        ...{ number: pull.number, url: pull.html_url, title: cleanText(pull.title), body: cleanText(pull.body ?? "") },
        labels: pull.labels.map(({ name }) => cleanText(name)),
        author: authorOf({ name: pull.user?.login }).name,
        mergeSha: pull.merge_commit_sha ?? "",
        headSha: pull.head?.sha ?? null,
        commitCount: pull.commits ?? null,
        mergedAt: timeOf(pull.merged_at) ?? pull.merged_at ?? "",
      },
    },
  }
}

const deploymentStatus = z.object({
  deployment: z.object({ id: z.union([z.int(), z.string()]), sha: z.string(), environment: z.string() }),
  deployment_status: z.object({
    state: z.string(),
    created_at: z.string(),
    environment_url: z.string().nullish(),
    target_url: z.string().nullish(),
    log_url: z.string().nullish(),
  }),
  repository,
})

const STATUSES: Record<string, DeploymentStatus> = {
  ...{ success: "success", failure: "failure", error: "failure" },
  ...{ in_progress: "in_progress", pending: "in_progress", queued: "in_progress", waiting: "in_progress" },
}

function readDeployment(
  { deployment, deployment_status: said, repository }: z.output<typeof deploymentStatus>,
  event: string,
): HookReading {
  const same = { event: `${event.split(".")[0]}.${said.state}`.slice(0, 100), repository: repository.full_name }
  const status = Object.hasOwn(STATUSES, said.state) ? STATUSES[said.state] : undefined
  if (status === undefined) return { ...same, is: "ignored", reason: "A later deployment took its place; that one counts by itself." }
  const deployedAt = timeOf(said.created_at) ?? said.created_at
  return {
    ...same,
    is: "news",
    news: {
      is: "deployment",
      deployment: {
        ...{ repository: repository.full_name, environment: deployment.environment, sha: deployment.sha, status, deployedAt },
        externalId: `github:${deployment.id}`,
        ...webAddress(said.environment_url || said.target_url || said.log_url),
      },
    },
  }
}
