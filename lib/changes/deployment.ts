import type { DeploymentId } from "../kernel/ids.ts"
import { unreachable } from "../kernel/unreachable.ts"

export const DEPLOYMENT_STATUSES = ["in_progress", "success", "failure"] as const
export type DeploymentStatus = (typeof DEPLOYMENT_STATUSES)[number]

export type Deployment = {
  id: DeploymentId
  repository: string
  environment: string
  sha: string
  status: DeploymentStatus
  externalId: string | null
  previousSha: string | null
  url: string | null
  deployedAt: Temporal.Instant
  receivedAt: Temporal.Instant
}

/** News of a deployment can arrive late: what has ended never starts again, and only a repeated attempt turns a failure. */
export function mayBecome(from: DeploymentStatus, to: DeploymentStatus): boolean {
  switch (from) {
    case "in_progress":
      return to !== "in_progress"
    case "failure":
      return to === "success"
    case "success":
      return false
    default:
      return unreachable(from)
  }
}

/** Of a SHA-1; a SHA-256 has 64 digits. */
export const FULL_LENGTH = 40

/** An abbreviated SHA, spelled out where exactly one of those at hand begins with it. */
export function spellOut(sha: string, atHand: readonly string[]): string {
  if (sha.length >= FULL_LENGTH) return sha
  const fitting = new Set(atHand.filter((one) => one.length > sha.length && one.startsWith(sha)))
  const [only, ...others] = fitting
  return only !== undefined && others.length === 0 ? only : sha
}
