import { execFileSync } from "node:child_process"
import { type Git, type GitStory, openTelling } from "#tests/support/git-telling.ts"

const git: Git = (...args) => execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }).trim()

const INTERNAL = /^(?:chore|ci|test|build|refactor|style|docs)(?:\([^)]*\))?!?:/

/** How many commits come at once, over and over: one by one, by the handful, and as a pull request that was rebased. */
const PORTIONS = [
  { count: 1, by: "push" },
  { count: 3, by: "pull request" },
  { count: 2, by: "push" },
  { count: 4, by: "pull request" },
] as const

/** The commits of this very repository, the oldest first; few where somebody cloned it without its history, none without git. */
export function ownCommits(): string[] {
  try {
    return git("rev-list", "--reverse", "--first-parent", "HEAD").split("\n").filter(Boolean)
  } catch {
    return []
  }
}

/** This repository's own history as pushes, merged pull requests and deployments, with a rollback now and then. */
export function tellOwnHistory(repository: string): GitStory {
  const telling = openTelling(repository, git)
  const all = ownCommits()
  const commits = new Map(all.map((sha) => [sha, known(sha)]))
  for (const { number, by, parts, head, before } of portionsOf(all)) {
    telling.push(head)
    const pull = { number, title: `feat: portion ${number}`, head: "f".repeat(40), count: parts.length + 1, parts, merge: head }
    if (by === "pull request") telling.merge(pull)
    if (number % 2 === 0) telling.deploy(head)
    if (number % 8 === 6) telling.deploy(all[Math.floor(before / 2)] ?? head)
  }
  telling.deploy(all.at(-1) ?? "")
  return { told: telling.told, commits, reverts: [], containedIn: telling.containedIn }
}

type Portion = { number: number; by: "push" | "pull request"; head: string; parts: string[]; before: number }

function portionsOf(all: readonly string[]): Portion[] {
  const portions: Portion[] = []
  for (let before = 0; before < all.length; ) {
    const { count, by } = PORTIONS[portions.length % PORTIONS.length] ?? PORTIONS[0]
    const [head = "", ...parts] = all.slice(before, before + count).reverse()
    portions.push({ number: portions.length + 1, by, head, parts: parts.reverse(), before })
    before += count
  }
  return portions
}

function known(sha: string): { title: string; isForCustomers: boolean } {
  const subject = git("log", "-1", "--format=%s", sha)
  return { title: subject.replace(/^\w+(?:\([^)]*\))?!?: /, ""), isForCustomers: !INTERNAL.test(subject) }
}
