import { type PullRequestNamed, readBody } from "./commit-body.ts"

export type PullRequest = { number: number; url: string }

/** What a commit says about itself, by Conventional Commits 1.0, git's trailers and the words that git and GitHub write. */
export type CommitMessage = {
  type: string
  scope: string | null
  breaking: boolean
  title: string
  body: string
  flags: string[]
  revertsSha: string | null
  /** The pull request it says it reverts, where it names one. */
  reverts: PullRequestNamed | null
  pullRequest: PullRequest | null
}

/** The type of text that follows no convention. */
export const OTHER = "other"

/** `pullRequestsAt` is the address that a pull request's number completes; without it a number names nothing and stays in the title. */
export function parseCommitMessage(message: string, pullRequestsAt: string | null): CommitMessage {
  const { header, rest, merged } = unwrapMerge(...splitOff(message.replace(/\r\n?/g, "\n").trim()))
  const { text, number } = takePullRequest(header, pullRequestsAt !== null)
  const { type, scope, isBreaking, title } = parseHeader(text)
  const body = readBody(rest)
  const pullRequest = number ?? merged
  return {
    type,
    scope,
    breaking: isBreaking || body.isBreaking,
    title,
    body: body.text,
    flags: body.flags,
    revertsSha: body.revertsSha ?? (type === "revert" ? body.refersTo : null),
    reverts: body.reverts,
    pullRequest: pullRequest === null || pullRequestsAt === null ? null : { number: pullRequest, url: `${pullRequestsAt}${pullRequest}` },
  }
}

/** Where the pull requests of a repository are, if the address of its commit shows that it is on GitHub. */
export function pullRequestsOf(repository: string, commitUrl: string | null): string | null {
  const home = `https://github.com/${repository}/`
  return commitUrl?.startsWith(home) ? `${home}pull/` : null
}

/** `Merge pull request #12 from …` is GitHub's own line: what the author called the work is the first line below it. */
function unwrapMerge(header: string, rest: string): { header: string; rest: string; merged: number | null } {
  const number = /^Merge pull request #(\d{1,9}) from \S/.exec(header)?.[1]
  if (number === undefined) return { header, rest, merged: null }
  const [title, below] = splitOff(rest)
  return { header: title === "" ? header : title, rest: below, merged: Number(number) }
}

/** The ` (#12)` that a squash merge puts behind the title. */
function takePullRequest(header: string, isLinked: boolean): { text: string; number: number | null } {
  const suffix = isLinked ? /^(.*\S) +\(#(\d{1,9})\)$/.exec(header) : null
  return suffix ? { text: suffix[1] ?? header, number: Number(suffix[2]) } : { text: header, number: null }
}

function parseHeader(header: string): { type: string; scope: string | null; isBreaking: boolean; title: string } {
  if (/^(Revert|Reapply) "/.test(header)) return { type: "revert", scope: null, isBreaking: false, title: header }
  const conventional = /^([a-z][a-z0-9_-]*)(?:\(([^()]+)\))?(!)?: +(\S.*)$/i.exec(header)
  if (!conventional) return { type: OTHER, scope: null, isBreaking: false, title: header }
  const [, type = OTHER, scope, mark, title = header] = conventional
  return { type: type.toLowerCase(), scope: scope?.trim() || null, isBreaking: mark !== undefined, title }
}

function splitOff(text: string): [line: string, rest: string] {
  const end = text.indexOf("\n")
  return end < 0 ? [text.trim(), ""] : [text.slice(0, end).trim(), text.slice(end + 1).trim()]
}
