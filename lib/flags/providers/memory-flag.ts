import type { Exposure } from "../exposure.ts"
import type { DesiredExposure } from "../flag-provider.ts"

/** A flag of the memory service. `audience` stands for any targeting there may be. */
export type MemoryFlag = { archived: boolean; enabled: boolean; share: number; audience: string | null }

export const NEW_FLAG: MemoryFlag = { archived: false, enabled: false, share: 0, audience: null }

/** Two kinds of write, so that most changes can be interrupted in their middle. */
export type MemoryWrite = { serve: Pick<MemoryFlag, "share" | "audience"> } | { turn: Pick<MemoryFlag, "enabled"> }

/** A write, what takes it back, and the state in between. */
export type MemoryStep = { write: MemoryWrite; undo: MemoryWrite; leadsTo: MemoryFlag }

export function memoryExposure({ archived, enabled, share, audience }: MemoryFlag): Exposure {
  if (archived) return { kind: "unknown", reason: "it is archived" }
  if (!enabled || share === 0) return { kind: "off" }
  if (audience !== null) return { kind: "targeted", summary: audience }
  return share === 100 ? { kind: "everyone" } : { kind: "percentage", percent: share }
}

export function memoryObstacle(flag: MemoryFlag, desired: DesiredExposure): string | null {
  const share = shareOf(desired)
  if (!Number.isInteger(share) || share < 0 || share > 100) return `${share} % is no whole number from 0 to 100.`
  return flag.archived ? "The flag is archived." : null
}

export function memoryPlan(from: MemoryFlag, desired: DesiredExposure): MemoryStep[] {
  const share = shareOf(desired)
  const steps: MemoryStep[] = []
  let flag = from
  for (const write of reaches(from, desired) ? [] : writesOf(from, share)) {
    const leadsTo = written(flag, write)
    steps.push({ write, undo: reverse(flag, write), leadsTo })
    flag = leadsTo
  }
  return steps
}

export function reaches(flag: MemoryFlag, desired: DesiredExposure): boolean {
  const [exposure, share] = [memoryExposure(flag), shareOf(desired)]
  if (share === 0) return exposure.kind === "off"
  return share === 100 ? exposure.kind === "everyone" : exposure.kind === "percentage" && exposure.percent === share
}

export function written(flag: MemoryFlag, write: MemoryWrite): MemoryFlag {
  return { ...flag, ...("turn" in write ? write.turn : write.serve) }
}

function writesOf(from: MemoryFlag, share: number): MemoryWrite[] {
  if (share === 0) return [{ turn: { enabled: false } }]
  const served = from.share === share && from.audience === null
  return [...(served ? [] : [{ serve: { share, audience: null } }]), ...(from.enabled ? [] : [{ turn: { enabled: true } }])]
}

function reverse({ enabled, share, audience }: MemoryFlag, write: MemoryWrite): MemoryWrite {
  return "turn" in write ? { turn: { enabled } } : { serve: { share, audience } }
}

function shareOf(desired: DesiredExposure): number {
  if (desired.kind === "percentage") return desired.percent
  return desired.kind === "everyone" ? 100 : 0
}
