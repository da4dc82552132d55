import type { HookDeliveryId } from "../kernel/ids.ts"
import { unreachable } from "../kernel/unreachable.ts"

export const HOOK_SOURCES = ["github", "gitlab", "cdevents"] as const
export type HookSource = (typeof HOOK_SOURCES)[number]

/** `received` is owed; the others have ended, until a person or the sender asks again. */
export const HOOK_OUTCOMES = ["received", "processed", "ignored", "failed"] as const
export type HookOutcome = (typeof HOOK_OUTCOMES)[number]

/** What arrived through a hook, as the team sees it. */
export type HookDelivery = {
  id: HookDeliveryId
  source: HookSource
  deliveryId: string
  event: string
  repository: string | null
  outcome: HookOutcome
  reason: string | null
  /** Whether there is anything to process again. */
  canRedeliver: boolean
  attempts: number
  receivedAt: Temporal.Instant
  settledAt: Temporal.Instant | null
}

export function nameOfSource(source: HookSource): string {
  switch (source) {
    case "github":
      return "GitHub"
    case "gitlab":
      return "GitLab"
    case "cdevents":
      return "CDEvents"
    default:
      return unreachable(source)
  }
}
