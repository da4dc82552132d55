import type { builtInFlags } from "#db/schema/flags.ts"
import { type BuiltInState, desiredExposure, exposureOf, targetState } from "../flags/built-in-flag.ts"
import type { Exposure } from "../flags/exposure.ts"
import type { DesiredExposure, ProviderState } from "../flags/flag-provider.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { Facts } from "./readiness.ts"
import type { FlagReading } from "./survey-flags.ts"

/** A flag a launch would move. Built-in ones are read under the lock; of the others the survey says what they were just before. */
export type PlannedFlag = {
  id: FlagId
  key: string
  environment: string
  before: Exposure
  desired: DesiredExposure
  obstacle: string | null
  /** Whether looking again may well find it possible. */
  transient: boolean
  recorded: BuiltInRecord | ConnectedRecord
}
export type BuiltInRecord = { in: "built-in"; present: BuiltInState & { isPublic: boolean }; version: number; target: BuiltInState }
export type ConnectedRecord = { in: "another system"; state: ProviderState | null }

type Target = { enabled: boolean; rollout: number }
type Row = { id: FlagId; key: string; environment: string; target: Target; state: typeof builtInFlags.$inferSelect | null }

export function plannedFlagOf({ id, key, environment, target, state }: Row, reading: FlagReading | undefined): PlannedFlag {
  const named = { id, key, environment, desired: desiredExposure(target) }
  return state === null ? { ...named, ...connected(reading) } : { ...named, ...builtIn(state, target) }
}

type Planned = Pick<PlannedFlag, "before" | "obstacle" | "transient" | "recorded">

function builtIn(state: typeof builtInFlags.$inferSelect, target: Target): Planned {
  const { enabled, rollout, targeting, isPublic, version } = state
  const present = { enabled, rollout, targeting, isPublic }
  const recorded = { in: "built-in", present, version, target: targetState(target) } as const
  return { before: exposureOf(present), obstacle: null, transient: false, recorded }
}

/** A flag that the plan got after the survey was made is one we know nothing of yet. */
const UNREAD: FlagReading = { answer: { is: "retry", reason: "it was added to the release at this moment" }, obstacle: null }

function connected({ answer, obstacle }: FlagReading = UNREAD): Planned {
  const recorded = { in: "another system", state: answer.is === "seen" ? answer.state : null } as const
  switch (answer.is) {
    case "seen":
      return { before: answer.exposure, obstacle, transient: false, recorded }
    case "retry":
      return { before: { kind: "unknown", reason: answer.reason }, obstacle: null, transient: true, recorded }
    case "refused": {
      const kind = answer.because === "approval" ? "blocked" : "unknown"
      return { before: { kind, reason: answer.reason }, obstacle: null, transient: false, recorded }
    }
  }
}

export type Mover = { flagId: FlagId; release: string }

export function factOf(flag: PlannedFlag, movers: Mover[]): Facts["flags"][number] {
  const { key, environment, before, desired, obstacle, transient } = flag
  const movedBy = movers.find((mover) => mover.flagId === flag.id)?.release ?? null
  return { key, environment, present: before, desired, obstacle, transient, movedBy }
}
