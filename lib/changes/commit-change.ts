import type { Audience } from "./change.ts"
import { audienceOf } from "./change.ts"
import type { PullRequestNamed } from "./commit-body.ts"
import { parseCommitMessage, pullRequestsOf } from "./commit-message.ts"
import type { GivenCommit } from "./input.ts"

/** What a change says of itself: from a commit first, and better from a pull request. */
export type ChangeWords = {
  title: string
  body: string
  type: string
  scope: string | null
  breaking: boolean
  audience: Audience
  revertsSha: string | null
  revertsPullRequest: number | null
  flags: string[]
}

export type CommitChange = ChangeWords & {
  sha: string
  author: string
  email: string | null
  url: string | null
  pull: number | null
  pullUrl: string | null
  mergedAt: string
  isMerge: boolean
}

export function changeOfCommit(commit: GivenCommit, repository: string): CommitChange {
  const url = commit.url ?? null
  const { title, pullRequest, reverts, ...message } = parseCommitMessage(commit.message, pullRequestsOf(repository, url))
  return {
    sha: commit.sha,
    // A commit may have no message at all, and nothing in it may hold up a deployment.
    title: title === "" ? `Commit ${commit.sha.slice(0, 7)}` : title,
    ...message,
    audience: audienceOf(message),
    revertsPullRequest: numberIn(reverts, repository),
    author: commit.author.name,
    email: commit.author.email ?? null,
    url,
    pull: pullRequest?.number ?? null,
    pullUrl: pullRequest?.url ?? null,
    mergedAt: commit.committedAt.toString(),
    isMerge: /^Merge (?:pull request|branch|remote-tracking branch|commit|tag) /.test(commit.message),
  }
}

/** The number of a pull request that is named, if it is one of this repository. */
export function numberIn(named: PullRequestNamed | null, repository: string): number | null {
  return named !== null && (named.repository ?? repository) === repository ? named.number : null
}
