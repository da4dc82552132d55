/** `sha("a")` is a SHA that a reader can recognise. */
export function sha(name: string | number): string {
  return Buffer.from(String(name)).toString("hex").padEnd(40, "0")
}

export const NOTHING = "0".repeat(40)

let seconds = 0

export type ACommit = string | { name: string; message: string }

export type APush = {
  repository: string
  before: string
  commits: ACommit[]
  after?: string
  forced?: boolean
  branch?: string
  at?: number
}

/** What GitHub sends for a push; commits given by a name are feats of that name. */
export function aPush({ repository, before, commits, after, forced = false, branch = "main", at = ++seconds }: APush) {
  const listed = commits.map((commit) => {
    const { name, message } = typeof commit === "string" ? { name: commit, message: `feat: ${commit}` } : commit
    return {
      id: sha(name),
      message,
      timestamp: "2026-03-01T09:00:00+01:00",
      url: `https://github.com/${repository}/commit/${sha(name)}`,
      author: { name: "Noor", email: "noor@acme.example" },
    }
  })
  const payload = {
    ref: `refs/heads/${branch}`,
    before: before === "" ? NOTHING : sha(before),
    after: after === undefined ? (listed.at(-1)?.id ?? NOTHING) : sha(after),
    created: before === "",
    deleted: false,
    forced,
    commits: listed,
    head_commit: listed.at(-1) ?? null,
    repository: { full_name: repository, default_branch: "main", pushed_at: 1_772_350_000 + at },
  }
  return { event: "push", payload }
}

export type APull = { repository: string; number: number; title: string; merge: string; at?: number } & Partial<{
  body: string
  labels: string[]
  head: string
  commits: number
  base: string
  merged: boolean
}>

export function aMerge({ repository, number, title, merge, at = ++seconds, ...more }: APull) {
  const payload = {
    action: "closed",
    number,
    pull_request: {
      number,
      html_url: `https://github.com/${repository}/pull/${number}`,
      title,
      body: more.body ?? null,
      merged: more.merged ?? true,
      merged_at: (more.merged ?? true) ? new Date((1_772_350_000 + at) * 1000).toISOString() : null,
      merge_commit_sha: sha(merge),
      labels: (more.labels ?? []).map((name) => ({ name })),
      user: { login: "noor" },
      base: { ref: more.base ?? "main" },
      head: more.head === undefined ? null : { ref: "topic", sha: sha(more.head) },
      ...(more.commits === undefined ? {} : { commits: more.commits }),
    },
    repository: { full_name: repository, default_branch: "main" },
  }
  return { event: "pull_request", payload }
}

export type AStatus = { repository: string; of: string; at?: number; state?: string; environment?: string; id?: number }

export function aStatus({ repository, of, at = ++seconds, state = "success", environment = "production", id = at }: AStatus) {
  const payload = {
    action: "created",
    deployment: { id, sha: sha(of), environment },
    deployment_status: { state, created_at: new Date((1_772_350_000 + at) * 1000).toISOString() },
    repository: { full_name: repository, default_branch: "main" },
  }
  return { event: "deployment_status", payload }
}
