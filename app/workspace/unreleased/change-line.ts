import type { Change } from "#lib/changes/change.ts"
import type { Exposure } from "#lib/flags/exposure.ts"
import type { SeenExposure } from "#lib/flags/list-seen-exposures.ts"
import type { ReleaseState } from "#lib/releases/release.ts"

export type FlagSeen = { key: string; exposure: Exposure | null }

/** A change as a row of the list: plain data, so that it can cross into a browser. */
export type ChangeLine = {
  id: string
  title: string
  type: string
  breaking: boolean
  audience: Change["audience"]
  repository: string
  author: string
  source: { name: string; url: string | null }
  flags: FlagSeen[]
  environments: string[]
  deployedMs: number | null
  release: { id: string; name: string; state: ReleaseState } | null
}

export function lineOf(change: Change, flags: FlagSeen[]): ChangeLine {
  const { id, title, type, breaking, audience, repository, author, environments, deployedAt, release } = change
  const same = { id, title, type, breaking, audience, repository, author, environments, release, flags }
  return { ...same, source: sourceOf(change), deployedMs: deployedAt?.epochMilliseconds ?? null }
}

function sourceOf({ pullRequest, sha, url }: Change): ChangeLine["source"] {
  return pullRequest === null ? { name: sha.slice(0, 7), url } : { name: `#${pullRequest.number}`, url: pullRequest.url }
}

/** What counts is whom the flag serves where the code is live: the flag of that environment, or the only one there is. */
export function exposureIn(seen: readonly SeenExposure[], place: { key: string; environment: string }): Exposure | null {
  const ofKey = seen.filter(({ key }) => key === place.key)
  const [found] = ofKey.filter(({ environment }) => environment === place.environment)
  const [only, ...others] = ofKey
  if (found !== undefined) return found.exposure
  return only !== undefined && others.length === 0 ? only.exposure : null
}
