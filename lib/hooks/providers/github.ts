import { z } from "zod"
import { seconds } from "../../kernel/clock.ts"
import type { Outbound, OutboundAnswer } from "../../outbound/outbound.ts"
import type { CodeHost, Comparison, HostAnswer, HostCommits } from "../code-host.ts"
import { authorOf, cleanText, timeOf, webAddress } from "../hook-reading.ts"

export type GitHubOptions = { outbound: Outbound; token: string; apiUrl: URL; clock: { now(): Temporal.Instant } }

const PER_PAGE = 100
/** What one deployment may be asked for: 2,000 commits. Further back is not what a team deploys at once. */
const MOST_PAGES = 20
const TIMEOUT_MS = 10_000
/** The first page of a comparison lists up to 300 changed files, with their patches. */
const MOST_BYTES = 8 * 1024 * 1024

/** GitHub's REST interface, or that of an Enterprise Server. */
export function githubCodeHost(options: GitHubOptions): CodeHost {
  return { compare, listPullRequestCommits }

  async function compare(repository: string, base: string, head: string): Promise<HostAnswer<Comparison>> {
    const path = `${at(repository)}/compare/${base}...${head}`
    const first = await ask(options, { path, page: 1 }, comparison)
    if (first.is !== "told") return first
    const { status, merge_base_commit, total_commits } = first.told
    const pages = Math.ceil(total_commits / PER_PAGE)
    if (pages > MOST_PAGES) return { is: "refused", reason: `there are more than ${MOST_PAGES * PER_PAGE} commits between the two` }
    const commits = [...first.told.commits]
    for (let page = 2; page <= pages; page++) {
      const answer = await ask(options, { path, page }, comparison)
      if (answer.is !== "told") return answer
      commits.push(...answer.told.commits)
    }
    return { is: "told", told: { status, mergeBase: merge_base_commit.sha, commits: commits.map(givenCommit) } }
  }

  async function listPullRequestCommits(repository: string, number: number): Promise<HostAnswer<HostCommits>> {
    const commits: GitHubCommit[] = []
    // GitHub lists 250 at most, whatever the pages.
    for (let page = 1; page <= 3; page++) {
      const answer = await ask(options, { path: `${at(repository)}/pulls/${number}/commits`, page }, z.array(commit))
      if (answer.is !== "told") return answer
      commits.push(...answer.told)
      if (answer.told.length < PER_PAGE) break
    }
    return { is: "told", told: { commits: commits.map(givenCommit) } }
  }
}

async function ask<Schema extends z.ZodType>(
  { outbound, token, apiUrl, clock }: GitHubOptions,
  { path, page }: { path: string; page: number },
  schema: Schema,
): Promise<HostAnswer<z.output<Schema>>> {
  const answer = await outbound.send({
    url: `${apiUrl.href.replace(/\/$/, "")}${path}?per_page=${PER_PAGE}&page=${page}`,
    method: "GET",
    headers: {
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
      "user-agent": "curtain",
      authorization: `Bearer ${token}`,
    },
    timeoutMs: TIMEOUT_MS,
    maxBytes: MOST_BYTES,
  })
  return readGitHubAnswer(answer, schema, clock.now())
}

/** Whether to believe it, come again, or leave it. Told apart from a refused token: 403 is also what a limit says. */
export function readGitHubAnswer<Schema extends z.ZodType>(
  answer: OutboundAnswer,
  schema: Schema,
  now: Temporal.Instant,
): HostAnswer<z.output<Schema>> {
  if (answer.is === "unreachable") return { is: "later", after: seconds(10), reason: `GitHub cannot be reached: ${answer.reason}` }
  if (answer.is === "refused") return { is: "refused", reason: answer.reason }
  const { status, headers, body } = answer
  if (status === 200) return parsed(body, schema)
  const wait = limitedFor(status, headers, body, now)
  if (wait !== null) return { is: "later", after: seconds(wait), reason: `GitHub asks to wait ${wait} s (${status})` }
  if (status >= 500) return { is: "later", after: seconds(30), reason: `GitHub answered ${status}` }
  return {
    is: "refused",
    reason: status === 404 ? "GitHub does not know these commits, or the token may not see them" : `GitHub answered ${status}`,
  }
}

function parsed<Schema extends z.ZodType>(body: string, schema: Schema): HostAnswer<z.output<Schema>> {
  try {
    const read = schema.safeParse(JSON.parse(body))
    if (read.success) return { is: "told", told: read.data }
  } catch {
    // Told below, as for JSON of another shape.
  }
  return { is: "refused", reason: "GitHub's answer cannot be read" }
}

/** GitHub's own advice: `Retry-After`, else the reset of the primary limit, else a minute for the secondary one. */
function limitedFor(status: number, headers: Headers, body: string, now: Temporal.Instant): number | null {
  if (status !== 403 && status !== 429) return null
  const asked = Number(headers.get("retry-after") ?? Number.NaN)
  if (Number.isFinite(asked) && asked >= 0) return bounded(asked)
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN)
  if (headers.get("x-ratelimit-remaining") === "0" && Number.isFinite(reset)) return bounded(reset - now.epochMilliseconds / 1000)
  return status === 429 || /secondary rate limit|abuse detection/i.test(body) ? 60 : null
}

function bounded(wait: number): number {
  return Math.min(3600, Math.max(1, Math.ceil(wait)))
}

const commit = z.object({
  sha: z.string(),
  html_url: z.string().nullish(),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string().nullish(), email: z.string().nullish(), date: z.string().nullish() }).nullish(),
    committer: z.object({ date: z.string().nullish() }).nullish(),
  }),
})
type GitHubCommit = z.output<typeof commit>

const comparison = z.object({
  status: z.enum(["ahead", "behind", "diverged", "identical"]),
  total_commits: z.int(),
  merge_base_commit: z.object({ sha: z.string() }),
  commits: z.array(commit),
})

function givenCommit({ sha, html_url, commit: { message, author, committer } }: GitHubCommit) {
  const committedAt = timeOf(committer?.date) ?? timeOf(author?.date) ?? "1970-01-01T00:00:00Z"
  const at = Temporal.Instant.from(committedAt)
  return { sha: sha.toLowerCase(), message: cleanText(message), author: authorOf(author), committedAt: at, ...webAddress(html_url) }
}

function at(repository: string): string {
  return `/repos/${repository.split("/").map(encodeURIComponent).join("/")}`
}
