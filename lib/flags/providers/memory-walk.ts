import { z } from "zod"
import { canonicalJson } from "../../audit/audit-record.ts"
import { describeExposure } from "../exposure.ts"
import type { DesiredExposure, FlagAddress, FlagChange, Refused, Restored, Retry, Seen } from "../flag-provider.ts"
import {
  type MemoryFlag,
  type MemoryStep,
  type MemoryWrite,
  memoryExposure,
  memoryObstacle,
  memoryPlan,
  reaches,
  written,
} from "./memory-flag.ts"

/** Flags by `nameOf`, every write of ours that was applied, and those that come late. */
export type MemoryStore = {
  flags: Map<string, MemoryFlag>
  writes: { key: string; write: MemoryWrite }[]
  held: (() => void)[]
}

/** How many writes a call does before it ends, and whether they come at once or when `land` is called. */
export type Conduct = { writes: number; come: "at once" | "late" }

export const recordedFlag = z.object({ archived: z.boolean(), enabled: z.boolean(), share: z.number(), audience: z.string().nullable() })
export const LOST: Retry = { is: "retry", reason: "The memory service did not answer." }

type Walk = { store: MemoryStore; flag: FlagAddress; change: FlagChange; conduct: Conduct }
type Standing = { seen: Seen; position: number; steps: MemoryStep[] }
type Next<Answer> = { writes: MemoryWrite } | { ends: Answer }

export function walkMemory<Answer>(walk: Walk, next: (standing: Standing) => Next<Answer>): Answer | Retry | Refused {
  const { store, flag, change, conduct } = walk
  const from = recordedFlag.parse(change.recorded)
  const steps = memoryPlan(from, change.desired)
  const states = [from, ...steps.map(({ leadsTo }) => leadsTo)].map(canonicalJson)
  for (let left = conduct.writes; ; left--) {
    const seen = see(store, flag)
    if (seen.is !== "seen") return seen
    const decision = next({ seen, steps, position: states.lastIndexOf(canonicalJson(seen.state)) })
    if ("ends" in decision) return decision.ends
    if (left === 0 || flag.mayCall?.() === false) return LOST
    store.held.push(() => apply(store, flag, decision.writes))
    if (conduct.come === "late") return LOST
    land(store)
  }
}

export function land(store: MemoryStore): void {
  for (const apply of store.held.splice(0)) apply()
}

export function see(store: MemoryStore, flag: FlagAddress): Seen | Refused {
  const found = store.flags.get(nameOf(flag))
  if (!found) return { is: "refused", because: "missing", reason: "The memory service has no such flag." }
  return { is: "seen", exposure: memoryExposure(found), state: { ...found } }
}

export function nameOf({ key, environment }: { key: string; environment: string }): string {
  return `${key} in ${environment}`
}

function apply(store: MemoryStore, flag: FlagAddress, write: MemoryWrite): void {
  const found = store.flags.get(nameOf(flag))
  if (found) store.flags.set(nameOf(flag), written(found, write))
  store.writes.push({ key: flag.key, write })
}

export function forward(desired: DesiredExposure): (standing: Standing) => Next<{ is: "set" } | Refused> {
  return ({ seen, position, steps }) => {
    const now = recordedFlag.parse(seen.state)
    if (reaches(now, desired)) return { ends: { is: "set" } }
    if (position < 0) return refuse("conflict", `Somebody changed the flag: it is ${describeExposure(seen.exposure)}.`)
    const obstacle = memoryObstacle(now, desired)
    if (obstacle !== null) return refuse("impossible", obstacle)
    const step = steps[position]
    return step ? { writes: step.write } : refuse("impossible", "The flag is not where its plan leads.")
  }
}

function refuse(because: Refused["because"], reason: string): Next<Refused> {
  return { ends: { is: "refused", because, reason } }
}

export function backward({ seen, position, steps }: Standing): Next<Restored> {
  if (position === 0) return { ends: { is: "restored", seen } }
  const step = steps[position - 1]
  if (step) return { writes: step.undo }
  return { ends: { is: "left_alone", seen, reason: `Somebody changed the flag since: it is ${describeExposure(seen.exposure)}.` } }
}
