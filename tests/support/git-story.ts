import { aCheckout } from "#tests/support/git-checkout.ts"
import { type GitStory, openTelling } from "#tests/support/git-telling.ts"

/** A real repository, and what GitHub would have told of it: merges of every kind, reverts, force-pushes, deployments and rollbacks. */
export function tellStory(repository: string): GitStory {
  const checkout = aCheckout()
  const telling = openTelling(repository, checkout.git)
  const commits = new Map<string, { title: string; isForCustomers: boolean }>()
  const reverts: { link: string; target: string }[] = []
  let number = 0

  play()
  return { told: telling.told, commits, reverts, containedIn: telling.containedIn }

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
    telling.push(checkout.head())
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
    telling.push(checkout.head())
    telling.merge({ ...pullOf(parts), count, parts })
  }

  function squashPull(): void {
    const parts = branch(2)
    checkout.git("switch", "--quiet", "main")
    commit(`pull ${number} (#${number})`)
    telling.push(checkout.head())
    telling.merge({ ...pullOf(parts), count: 2, parts: [] })
  }

  function rebasePull(count: number): void {
    const parts = branch(count)
    checkout.git("switch", "--quiet", "main")
    const rebased = parts.map((_, part) => commit(`part ${part + 1} of ${number}`))
    telling.push(checkout.head())
    telling.merge({ ...pullOf(parts), count, parts: rebased.slice(0, -1) })
  }

  /** As git says it; or as GitHub's button does, by the number of the pull request. */
  function revert(target: string, pull?: number): void {
    const said = pull === undefined ? `This reverts commit ${target}.` : `Reverts ${repository}#${pull}`
    reverts.push({ link: commit(`undo ${reverts.length}`, "revert", `\n\n${said}`), target })
    telling.push(checkout.head())
  }

  function force(back: number, titles: string[]): void {
    const dropped = telling.lines("rev-list", `HEAD~${back}..HEAD`)
    checkout.git("reset", "--quiet", "--hard", `HEAD~${back}`)
    for (const title of titles) commit(title)
    telling.push(checkout.head(), dropped)
  }

  function pullOf(parts: string[]) {
    return { number, title: `feat: pull ${number}`, head: parts.at(-1) ?? "", merge: checkout.head() }
  }

  function deploy(sha = checkout.head()): string {
    return telling.deploy(sha)
  }
}
