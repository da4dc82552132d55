import type { GitHubDelivery } from "#tests/support/hook-steps.ts"

export type Told = GitHubDelivery & { at: number } & (
    | { is: "push"; commits: string[]; dropped: string[] }
    | { is: "merge"; merge: string; parts: string[]; title: string }
    | { is: "deployment"; sha: string }
  )

export type GitStory = {
  told: Told[]
  /** What each commit calls itself, and whether customers are told of it. */
  commits: ReadonlyMap<string, { title: string; isForCustomers: boolean }>
  reverts: readonly { link: string; target: string }[]
  /** Every commit that one contains, as git says it. */
  containedIn(sha: string): ReadonlySet<string>
}

const START = 1_772_350_000

/** Runs git in one repository, and gives what it printed. */
export type Git = (...args: string[]) => string

type Pull = { number: number; title: string; head: string; count: number; parts: string[]; merge: string }

/** What GitHub tells of one repository, in its own words; the payloads are made from what git says. */
export function openTelling(repository: string, git: Git) {
  const told: Told[] = []
  const contained = new Map<string, Set<string>>()
  const home = { full_name: repository, default_branch: "main" }
  let at = 0
  let pushed = ""
  const time = () => new Date((START + at) * 1000).toISOString()
  const lines = (...args: string[]) =>
    git(...args)
      .split("\n")
      .filter(Boolean)
  return { told, lines, push, merge, deploy, containedIn: (sha: string) => contained.get(sha) ?? new Set<string>() }

  function push(after: string, dropped: string[] = []): void {
    const range = pushed === "" ? [after] : [after, `^${pushed}`]
    const brought = lines("rev-list", "--reverse", "--topo-order", ...range)
    const payload = {
      ...{ ref: "refs/heads/main", before: pushed === "" ? "0".repeat(40) : pushed, after, forced: dropped.length > 0, deleted: false },
      commits: brought.map((id) => payloadOf(id)),
      head_commit: payloadOf(after),
      repository: { ...home, pushed_at: START + ++at },
    }
    told.push({ is: "push", at, event: "push", payload, commits: brought, dropped })
    pushed = after
  }

  function payloadOf(id: string) {
    const message = git("log", "-1", "--format=%B", id)
    const author = { name: "Noor", email: "noor@acme.example" }
    return { id, message, timestamp: "2026-03-01T09:00:00Z", author, url: `https://github.com/${repository}/commit/${id}` }
  }

  function merge({ number, title, head, count, parts, merge: sha }: Pull): void {
    const payload = {
      action: "closed",
      pull_request: {
        ...{ number, html_url: `https://github.com/${repository}/pull/${number}`, title, body: null, merged: true },
        ...{ merged_at: time(), merge_commit_sha: sha, commits: count, labels: [], user: { login: "noor" } },
        ...{ base: { ref: "main" }, head: { sha: head } },
      },
      repository: home,
    }
    told.push({ is: "merge", at, event: "pull_request", payload, merge: sha, parts, title: title.replace(/^\w+: /, "") })
  }

  function deploy(sha: string): string {
    contained.set(sha, new Set(lines("rev-list", sha)))
    const deployment_status = { state: "success", created_at: new Date((START + ++at) * 1000).toISOString() }
    const payload = { deployment: { id: at, sha, environment: "production" }, deployment_status, repository: home }
    told.push({ is: "deployment", at, event: "deployment_status", payload, sha })
    return sha
  }
}
