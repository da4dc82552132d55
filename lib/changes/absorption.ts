/** Commits that came together, in their order, with the pull request that each names in its own message. */
export type BlockCommit = { sha: string; isMerge: boolean; pullRequest: number | null }

export type AbsorbingPull = {
  number: number
  mergeSha: string
  headSha: string | null
  commitCount: number | null
  commitShas: readonly string[] | null
}

/**
 * Which commits are parts of which pull request, by SHA → merge SHA. A squash is one commit; a merge brings the branch's commits
 * right before it, a rebase ends with the branch's last. A merge SHA is always its own pull request's.
 */
export function absorptionOf(block: readonly BlockCommit[], pulls: readonly AbsorbingPull[]): Map<string, string> {
  const merges = new Map(pulls.map((pull) => [pull.mergeSha, pull]))
  const absorbed = new Map<string, string>()
  for (const [at, { sha }] of block.entries()) {
    const pull = merges.get(sha)
    if (pull === undefined) continue
    for (const part of partsOf(pull, block.slice(0, at + 1), merges)) if (!absorbed.has(part)) absorbed.set(part, sha)
  }
  return absorbed
}

type Merges = ReadonlyMap<string, AbsorbingPull>

function partsOf(pull: AbsorbingPull, upToMerge: readonly BlockCommit[], merges: Merges): string[] {
  const before = upToMerge.slice(0, -1)
  const named = before.filter(({ sha }) => pull.commitShas?.includes(sha) && !merges.has(sha))
  if (named.length > 0) return shasOf(named)
  const start = before.findLastIndex(({ sha, pullRequest }) => merges.has(sha) || isAnothers(pull, pullRequest)) + 1
  return shasOf(before.slice(Math.max(start, before.length - mostParts(pull, upToMerge))))
}

function shasOf(commits: readonly BlockCommit[]): string[] {
  return commits.map(({ sha }) => sha)
}

/** Where the number of commits is known, they are counted, and what one of them names does not matter. */
function isAnothers({ number, commitCount }: AbsorbingPull, named: number | null): boolean {
  return commitCount === null && named !== null && named !== number
}

function mostParts({ number, mergeSha, headSha, commitCount }: AbsorbingPull, upToMerge: readonly BlockCommit[]): number {
  const merge = upToMerge.at(-1)
  const bringsBranch = merge?.isMerge || (headSha !== mergeSha && upToMerge.some(({ sha }) => sha === headSha))
  if (bringsBranch) return commitCount ?? upToMerge.length
  if (merge?.pullRequest === number) return 0
  if (commitCount === null) return upToMerge.length
  // Fewer came than the branch has: they were squashed under a title that does not name the pull request.
  return upToMerge.length >= commitCount ? commitCount - 1 : 0
}
