import type { RecordPush } from "../changes/input.ts"

export type HostCommits = { commits: RecordPush["commits"] }

/** What is between two commits. `mergeBase` is where they part: the base itself, unless history went two ways. */
export type Comparison = HostCommits & { status: "ahead" | "behind" | "diverged" | "identical"; mergeBase: string }

/** `later`: it asked to be asked again after so long. `refused`: it will not answer this, however often it is asked. */
export type HostAnswer<Told> =
  | { is: "told"; told: Told }
  | { is: "later"; after: Temporal.Duration; reason: string }
  | { is: "refused"; reason: string }

/** Where the repositories are, with a token that may read them. */
export type CodeHost = {
  compare(repository: string, base: string, head: string): Promise<HostAnswer<Comparison>>
  listPullRequestCommits(repository: string, number: number): Promise<HostAnswer<HostCommits>>
}
