import type { releases } from "#db/schema/releases.ts"
import type { ChangeId, ReleaseId } from "../kernel/ids.ts"

export const AUDIENCES = ["customer", "internal"] as const
export type Audience = (typeof AUDIENCES)[number]

/** What GET /api/v1/changes can be asked for; each is a question of its own, a change can answer several. */
export const CHANGE_STATES = ["merged", "deployed", "unreleased", "released"] as const
export type ChangeState = (typeof CHANGE_STATES)[number]

const INTERNAL_TYPES = new Set(["chore", "ci", "test", "build", "refactor", "style", "docs", "revert"])

/** Text without a conventional type is shown rather than hidden; a breaking change always concerns customers. */
export function audienceOf(change: { type: string; breaking: boolean }): Audience {
  if (change.breaking) return "customer"
  return INTERNAL_TYPES.has(change.type) ? "internal" : "customer"
}

/** A change as the team sees it: what it is, where it has got to, and which release tells of it. */
export type Change = {
  id: ChangeId
  repository: string
  title: string
  body: string
  type: string
  scope: string | null
  breaking: boolean
  audience: Audience
  author: string
  url: string | null
  sha: string
  pullRequest: { number: number; url: string } | null
  flags: string[]
  mergedAt: Temporal.Instant
  /** Since when production has had it without a break; null while production does not have it. */
  deployedAt: Temporal.Instant | null
  environments: string[]
  release: { id: ReleaseId; name: string; state: (typeof releases.$inferSelect)["state"] } | null
}
