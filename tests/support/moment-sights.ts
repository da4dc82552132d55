/** What one answer of one place showed. */
export type Sight = { place: string; web: number; sentAt: number; at: number; isPublic: boolean }
/** `begunAt`: when it was asked for; `committedAt`: when its commit was heard of; `seenAt`: when every place of every process had shown it. */
export type Moment = { begunAt: number; committedAt: number; isPublic: boolean; seenAt: number }

/** The commit is heard of a little after it happened: an answer may be that much ahead of the news. */
const NEWS_MS = 25

export function isSeenEverywhere({ committedAt, isPublic }: Moment, sights: readonly Sight[], places: number): boolean {
  const seen = new Set(
    sights.filter((sight) => sight.sentAt >= committedAt && sight.isPublic === isPublic).map(({ place, web }) => `${place} ${web}`),
  )
  return seen.size === places
}

/** How long after each commit the first answer that was right came; that none came before it, and that no later one was of before. */
export function delaysOf(moments: readonly Moment[], sights: readonly Sight[]): number[] {
  return moments.map((moment, index) => {
    const after = moments[index + 1]?.committedAt ?? Number.POSITIVE_INFINITY
    const own = sights.filter((sight) => sight.sentAt >= moment.committedAt && sight.at < after)
    const first = own.findIndex((sight) => sight.isPublic === moment.isPublic)
    const back = own.slice(first).find((sight) => sight.isPublic !== moment.isPublic)
    if (back) throw new Error(`${back.place} of process ${back.web + 1} went back to before change ${index + 1}`)
    const since = moments[index - 1]?.seenAt ?? Number.POSITIVE_INFINITY
    const until = moment.committedAt - NEWS_MS
    const early = sights.find((sight) => sight.isPublic === moment.isPublic && sight.sentAt >= since && sight.at < until)
    if (early) throw new Error(`${early.place} of process ${early.web + 1} showed change ${index + 1} before its commit`)
    return first === -1 ? Number.POSITIVE_INFINITY : Math.round((own[first]?.at ?? 0) - moment.committedAt)
  })
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}
