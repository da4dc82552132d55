import { aCheckout, type Checkout } from "#tests/support/git-checkout.ts"
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

/** A real repository, and what GitHub would have told of it: merges of every kind, reverts, force-pushes, deployments and rollbacks. */
export function tellStory(repository: string): GitStory {
  const checkout = aCheckout()
  const told: Told[] = []
  const commits = new Map<string, { title: string; isForCustomers: boolean }>()
  const reverts: { link: string; target: string }[] = []
  const contained = new Map<string, Set<string>>()
  let at = 0
  let number = 0
  let pushed = ""
  const home = { full_name: repository, default_branch: "main" }
  const time = () => new Date((START + at) * 1000).toISOString()

  play()
  return { told, commits, reverts, containedIn: (sha) => contained.get(sha) ?? new Set() }

  function play(): void {
    push(commit("one"), commit("two"), commit("groundwork", "chore"))
    const first = deploy()
    mergePull(2)
    squashPull()
    const squashed = checkout.head()
    deploy()
    rebasePull(3)
    push(commit("direct"))
    const direct = checkout.head()
    revert(direct)
    deploy()
    force(1, ["amended"])
    push(commit("after the amend"))
    mergePull(3)
    deploy()
    revert(squashed, number - 2)
    deploy(first)
    push(commit("to be rewritten"), commit("rewritten too"))
    deploy()
    force(2, ["to be rewritten", "rewritten too", "squeezed in"])
    deploy()
    push(commit("a mistake"))
    force(1, [])
    squashPull()
    rebasePull(1)
    deploy()
    deploy(squashed)
    push(commit("last"), commit("tidied", "chore"))
    deploy()
  }

  function commit(title: string, type = "feat", body = ""): string {
    const sha = checkout.commit(`${type}: ${title}${body}`)
    commits.set(sha, { title: title.replace(/ \(#\d+\)$/, ""), isForCustomers: type === "feat" })
    return sha
  }

  function push(..._: string[]): void {
    tellPush([])
  }

  function tellPush(dropped: string[]): void {
    const after = checkout.head()
    const range = pushed === "" ? [after] : [after, `^${pushed}`]
    const brought = lines(checkout, "rev-list", "--reverse", "--topo-order", ...range)
    const forced = dropped.length > 0
    const payload = {
      ...{ ref: "refs/heads/main", before: pushed === "" ? "0".repeat(40) : pushed, after, forced, deleted: false },
      commits: brought.map((id) => payloadOf(id)),
      head_commit: payloadOf(after),
      repository: { ...home, pushed_at: START + ++at },
    }
    told.push({ is: "push", at, event: "push", payload, commits: brought, dropped })
    pushed = after
  }

  function payloadOf(id: string) {
    const message = checkout.git("log", "-1", "--format=%B", id)
    const author = { name: "Noor", email: "noor@acme.example" }
    return { id, message, timestamp: "2026-03-01T09:00:00Z", author, url: `https://github.com/${repository}/commit/${id}` }
  }

  function tellMerge(pull: { title: string; head: string; count: number; parts: string[]; body?: string }): void {
    const merge = checkout.head()
    const payload = {
      action: "closed",
      pull_request: {
        ...{
          number,
          html_url: `https://github.com/${repository}/pull/${number}`,
          title: pull.title,
          body: pull.body ?? null,
          merged: true,
        },
        ...{ merged_at: time(), merge_commit_sha: merge, commits: pull.count, labels: [], user: { login: "noor" } },
        ...{ base: { ref: "main" }, head: { sha: pull.head } },
      },
      repository: home,
    }
    const title = pull.title.replace(/^\w+: /, "")
    told.push({ is: "merge", at, event: "pull_request", payload, merge, parts: pull.parts, title })
  }

  function branch(count: number): string[] {
    number++
    checkout.git("switch", "--quiet", "--create", `topic-${number}`)
    return Array.from({ length: count }, (_, part) => commit(`part ${part + 1} of ${number}`))
  }

  function mergePull(count: number): void {
    const parts = branch(count)
    checkout.git("switch", "--quiet", "main")
    checkout.git(
      "merge",
      "--quiet",
      "--no-ff",
      "-m",
      `Merge pull request #${number} from acme/topic\n\nfeat: pull ${number}`,
      `topic-${number}`,
    )
    commits.set(checkout.head(), { title: `pull ${number}`, isForCustomers: true })
    tellPush([])
    tellMerge({ title: `feat: pull ${number}`, head: parts.at(-1) ?? "", count, parts })
  }

  function squashPull(): void {
    const parts = branch(2)
    checkout.git("switch", "--quiet", "main")
    commit(`pull ${number} (#${number})`)
    tellPush([])
    tellMerge({ title: `feat: pull ${number}`, head: parts.at(-1) ?? "", count: 2, parts: [] })
  }

  function rebasePull(count: number): void {
    const parts = branch(count)
    checkout.git("switch", "--quiet", "main")
    const rebased = parts.map((_, part) => commit(`part ${part + 1} of ${number}`))
    tellPush([])
    tellMerge({ title: `feat: pull ${number}`, head: parts.at(-1) ?? "", count, parts: rebased.slice(0, -1) })
  }

  /** As git says it; or as GitHub's button does, by the number of the pull request. */
  function revert(target: string, pull?: number): void {
    const said = pull === undefined ? `This reverts commit ${target}.` : `Reverts ${repository}#${pull}`
    reverts.push({ link: commit(`undo ${reverts.length}`, "revert", `\n\n${said}`), target })
    tellPush([])
  }

  function force(back: number, titles: string[]): void {
    const dropped = lines(checkout, "rev-list", `HEAD~${back}..HEAD`)
    checkout.git("reset", "--quiet", "--hard", `HEAD~${back}`)
    for (const title of titles) commit(title)
    tellPush(dropped)
  }

  function deploy(sha = checkout.head()): string {
    contained.set(sha, new Set(lines(checkout, "rev-list", sha)))
    const deployment_status = { state: "success", created_at: new Date((START + ++at) * 1000).toISOString() }
    const payload = { deployment: { id: at, sha, environment: "production" }, deployment_status, repository: home }
    told.push({ is: "deployment", at, event: "deployment_status", payload, sha })
    return sha
  }
}

function lines(checkout: Checkout, ...args: string[]): string[] {
  return checkout
    .git(...args)
    .split("\n")
    .filter(Boolean)
}
