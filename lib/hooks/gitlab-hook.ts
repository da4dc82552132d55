import { z } from "zod"
import type { DeploymentStatus } from "../changes/deployment.ts"
import { NO_SHA } from "../changes/input.ts"
import { authorOf, cleanText, type HookReading, MERGES_ONLY, timeOf, webAddress } from "./hook-reading.ts"
import { readPayload, repositoryIn } from "./read-payload.ts"

/** What GitLab's events say to us, by the name in `X-Gitlab-Event`. */
export function readGitLabHook(name: string, payload: unknown, receivedAt: Temporal.Instant): HookReading {
  const event = name
    .toLowerCase()
    .replace(/ hook$/, "")
    .replaceAll(" ", "_")
  switch (name) {
    case "Push Hook":
      return readPayload(push, { payload, event }, (told) => readPush(told, receivedAt))
    case "Merge Request Hook":
      return readPayload(mergeRequest, { payload, event }, (told) => readMergeRequest(told, event))
    case "Deployment Hook":
      return readPayload(deployment, { payload, event }, readDeployment)
    default:
      return { is: "ignored", event, repository: repositoryIn(payload), reason: "Curtain takes push, merge request and deployment events." }
  }
}

const project = z.object({ path_with_namespace: z.string(), default_branch: z.string().nullish() })

const commit = z.object({
  id: z.string(),
  message: z.string(),
  timestamp: z.string(),
  url: z.string().nullish(),
  author: z.object({ name: z.string().nullish(), email: z.string().nullish() }).nullish(),
})
const push = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  commits: z.array(commit).default([]),
  total_commits_count: z.int().nullish(),
  project,
})

function readPush(told: z.output<typeof push>, receivedAt: Temporal.Instant): HookReading {
  const { ref, before, after, project, commits } = told
  const same = { event: "push", repository: project.path_with_namespace }
  const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1]
  if (branch === undefined) return { ...same, is: "ignored", reason: `${cleanText(ref).slice(0, 200)} is no branch.` }
  if (after === NO_SHA) return { ...same, is: "ignored", reason: "The branch was deleted." }
  const push = {
    ...{ repository: project.path_with_namespace, branch, defaultBranch: project.default_branch ?? null, before, after, forced: false },
    pushedAt: timeOf(commits.at(-1)?.timestamp) ?? receivedAt.toString(),
    commits: commits.map(({ id, message, timestamp, url, author }) => {
      const committedAt = timeOf(timestamp) ?? timestamp
      return { sha: id, message: cleanText(message), author: authorOf(author), committedAt, ...webAddress(url) }
    }),
  }
  return { ...same, is: "news", news: { is: "push", isComplete: (told.total_commits_count ?? 0) <= commits.length, push } }
}

const mergeRequest = z.object({
  project,
  user: z.object({ name: z.string().nullish() }).nullish(),
  object_attributes: z.object({
    action: z.string().nullish(),
    state: z.string().nullish(),
    iid: z.int(),
    url: z.string(),
    title: z.string(),
    description: z.string().nullish(),
    target_branch: z.string(),
    merge_commit_sha: z.string().nullish(),
    squash_commit_sha: z.string().nullish(),
    last_commit: z.object({ id: z.string(), author: z.object({ name: z.string().nullish() }).nullish() }).nullish(),
    merged_at: z.string().nullish(),
    updated_at: z.string().nullish(),
    labels: z.array(z.object({ title: z.string() })).nullish(),
  }),
})

type MergeRequest = z.output<typeof mergeRequest>

function readMergeRequest({ project, user, object_attributes: told }: MergeRequest, name: string): HookReading {
  const same = { event: told.action ? `${name}.${cleanText(told.action).slice(0, 60)}` : name, repository: project.path_with_namespace }
  if (told.action !== "merge" || told.state !== "merged") return { ...same, is: "ignored", reason: MERGES_ONLY }
  const pullRequest = {
    ...{ repository: project.path_with_namespace, branch: told.target_branch, defaultBranch: project.default_branch ?? null },
    ...{ number: told.iid, url: told.url, title: cleanText(told.title), body: cleanText(told.description ?? "") },
    labels: (told.labels ?? []).map(({ title }) => cleanText(title)),
    author: authorOf(told.last_commit?.author ?? user).name,
    ...shasOf(told),
    commitCount: null,
    mergedAt: timeOf(told.merged_at) ?? timeOf(told.updated_at) ?? "",
  }
  return { ...same, is: "news", news: { is: "pull request", pullRequest } }
}

/** A fast-forward makes no commit of its own: the branch's last one is then on the target branch. */
function shasOf(told: MergeRequest["object_attributes"]): { mergeSha: string; headSha: string | null } {
  const headSha = told.last_commit?.id ?? null
  return { mergeSha: told.merge_commit_sha || told.squash_commit_sha || headSha || "", headSha }
}

const deployment = z.object({
  status: z.string(),
  status_changed_at: z.string(),
  deployment_id: z.union([z.int(), z.string()]),
  environment: z.string(),
  environment_external_url: z.string().nullish(),
  deployable_url: z.string().nullish(),
  short_sha: z.string().nullish(),
  commit_url: z.string().nullish(),
  project,
})

const STATUSES: Record<string, DeploymentStatus> = {
  ...{ success: "success", failed: "failure", canceled: "failure", running: "in_progress" },
}

function readDeployment(told: z.output<typeof deployment>): HookReading {
  const same = { event: `deployment.${cleanText(told.status).slice(0, 60)}`, repository: told.project.path_with_namespace }
  const status = Object.hasOwn(STATUSES, told.status) ? STATUSES[told.status] : undefined
  if (status === undefined) return { ...same, is: "ignored", reason: "A deployment counts once it runs, or has ended." }
  // The whole SHA stands in the address of the commit and nowhere else.
  const sha = /\/([0-9a-f]{40,64})\/?$/i.exec(told.commit_url ?? "")?.[1] ?? told.short_sha ?? ""
  const deployment = {
    ...{ repository: told.project.path_with_namespace, environment: told.environment, sha, status },
    externalId: `gitlab:${told.deployment_id}`,
    deployedAt: timeOf(told.status_changed_at) ?? told.status_changed_at,
    ...webAddress(told.environment_external_url || told.deployable_url),
  }
  return { ...same, is: "news", news: { is: "deployment", deployment } }
}
