import { and, eq } from "drizzle-orm"
import { z } from "zod"
import { builtInFlags, flags } from "#db/schema/flags.ts"
import type { Transaction } from "#db/transaction.ts"
import { canonicalJson } from "#lib/audit/audit-record.ts"
import { advanceSiteRevision } from "#lib/documents/advance-site-revision.ts"
import { type BuiltInState, exposureOf, OFF, type TargetingRule, targetState } from "#lib/flags/built-in-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { describeExposure, sameExposure } from "#lib/flags/exposure.ts"
import type { DesiredExposure, FlagAddress, FlagProvider, ProviderState, Refused, Retry, Seen } from "#lib/flags/flag-provider.ts"
import { setBuiltInFlags } from "#lib/flags/set-built-in-flags.ts"
import { withdrawBuiltInFlags } from "#lib/flags/withdraw-built-in-flags.ts"
import type { FlagId } from "#lib/kernel/ids.ts"
import type { ServiceUnderTest, Shape } from "#tests/support/provider-contract.ts"
import { ADA, type World } from "#tests/support/world.ts"

const PEOPLE = [{ conditions: [{ trait: "targetingKey", operator: "equals" as const, values: ["ada"] }], rollout: 100 }]
const SHAPES: Record<Shape, BuiltInState> = {
  off: OFF,
  everyone: { enabled: true, rollout: 100, targeting: [] },
  "25 %": { enabled: true, rollout: 25, targeting: [] },
  "7 %": { enabled: true, rollout: 7, targeting: [] },
  targeted: { enabled: true, rollout: 0, targeting: PEOPLE },
}

/**
 * Built-in flags change inside the curtain's own commit, so the product has no provider for them. This one drives the steps of
 * that commit and of a recall in the port's shape, to hold them to what every other flag service is held to.
 */
export function builtInUnderTest(world: World): ServiceUnderTest {
  const writes = new Map<string, number>()
  const provider = builtInProvider(world, writes, "answers")
  let made = 0
  return {
    provider,
    aFlag: async (shape) => {
      const key = `flag-${++made}`
      await createFlag(world, ADA, { connection: "builtin", key, environment: "production", description: "" })
      const flag = { baseUrl: "", project: "", token: "", key, environment: "production" }
      await move(world, flag, shape)
      return flag
    },
    move: (flag, shape) => move(world, flag, shape),
    countWrites: async ({ key }) => writes.get(key) ?? 0,
    cutAfter: (count) => builtInProvider(world, writes, count === 0 ? "never committed" : "commits unheard"),
    comparable: (state) => state,
  }
}

/** How a call ends: with its answer, or without one, before or after its commit. */
type Ending = "answers" | "commits unheard" | "never committed"
type Kept = BuiltInState & { isPublic: boolean }
type Row = { flagId: FlagId; kept: Kept; version: number }

function builtInProvider(world: World, writes: Map<string, number>, ending: Ending): FlagProvider {
  const ask = async <T>(flag: FlagAddress, work: (tx: Transaction, row: Row) => Promise<T>): Promise<T | Retry | Refused> => {
    if (ending === "never committed" || flag.mayCall?.() === false) return LOST
    const answer = await world.db.transaction(async (tx) => {
      const row = await lockRow(tx, flag)
      return row ? work(tx, row) : MISSING
    })
    return ending === "answers" ? answer : LOST
  }
  const count = ({ key }: FlagAddress) => void writes.set(key, (writes.get(key) ?? 0) + 1)
  return {
    read: (flag) => ask(flag, async (_, row) => seen(row)),
    obstacle: (_, desired) => obstacleTo(desired),
    set: (flag, { recorded, desired }) =>
      ask(flag, async (tx, row) => {
        if (sameExposure(exposureOf(row.kept), desired)) return { is: "set" as const }
        const refusal = refusalOf(row, recorded, desired)
        if (refusal) return refusal
        const revision = await advanceSiteRevision(tx)
        const state = targetState({ enabled: desired.kind !== "off", rollout: desired.kind === "percentage" ? desired.percent : 100 })
        await setBuiltInFlags(tx, [{ flagId: row.flagId, state, isPublic: true, overVersion: row.version }], revision)
        count(flag)
        return { is: "set" as const }
      }),
    restore: (flag, { recorded, desired }) =>
      ask(flag, async (tx, row) => {
        if (isSame(row.kept, recorded)) return { is: "restored" as const, seen: seen(row) }
        if (!sameExposure(exposureOf(row.kept), desired)) return leftAlone(row)
        const { isPublic, ...state } = kept.parse(recorded)
        const revision = await advanceSiteRevision(tx)
        await withdrawBuiltInFlags(tx, [{ flagId: row.flagId, state, isPublic, overVersion: row.version }], revision)
        count(flag)
        return { is: "restored" as const, seen: seen((await lockRow(tx, flag)) ?? row) }
      }),
    test: async () => ({ ok: true, checks: [] }),
  }
}

const LOST: Retry = { is: "retry", reason: "The connection was lost." }
const MISSING: Refused = { is: "refused", because: "missing", reason: "There is no such flag." }

const kept = z.object({
  enabled: z.boolean(),
  rollout: z.number(),
  targeting: z.custom<TargetingRule[]>((given) => Array.isArray(given)),
  isPublic: z.boolean(),
})

/** Its key and environment name one flag of the built-in connection. Locked first, as the curtain does. */
async function lockRow(tx: Transaction, { key, environment }: FlagAddress): Promise<Row | null> {
  const [row] = await tx
    .select({ flag: builtInFlags })
    .from(builtInFlags)
    .innerJoin(flags, eq(flags.id, builtInFlags.flagId))
    .where(and(eq(flags.key, key), eq(flags.environment, environment), eq(flags.connectionId, "builtin")))
    .for("update", { of: builtInFlags })
  if (!row) return null
  const { flagId, version, enabled, rollout, targeting, isPublic } = row.flag
  return { flagId, version, kept: { enabled, rollout, targeting, isPublic } }
}

function seen({ kept }: Row): Seen {
  return { is: "seen", exposure: exposureOf(kept), state: kept }
}

function isSame(one: Kept, recorded: ProviderState): boolean {
  return canonicalJson(one) === canonicalJson(recorded)
}

function refusalOf(row: Row, recorded: ProviderState, desired: DesiredExposure): Refused | null {
  if (!isSame(row.kept, recorded)) return { is: "refused", because: "conflict", reason: "Somebody changed the flag." }
  const obstacle = obstacleTo(desired)
  return obstacle === null ? null : { is: "refused", because: "impossible", reason: obstacle }
}

function obstacleTo(desired: DesiredExposure): string | null {
  const share = desired.kind === "percentage" ? desired.percent : 0
  return Number.isInteger(share) && share >= 0 && share <= 100 ? null : `${share} % is no whole number from 0 to 100.`
}

function leftAlone(row: Row): { is: "left_alone"; seen: Seen; reason: string } {
  return { is: "left_alone", seen: seen(row), reason: `Somebody changed the flag: it is ${describeExposure(exposureOf(row.kept))}.` }
}

/** Past the provider, as a person's change is. */
async function move(world: World, flag: FlagAddress, shape: Shape): Promise<void> {
  await world.db.transaction(async (tx) => {
    const row = await lockRow(tx, flag)
    if (!row) throw new Error(`there is no flag ${flag.key}`)
    const { flagId, version, kept } = row
    const revision = await advanceSiteRevision(tx)
    await setBuiltInFlags(tx, [{ flagId, state: SHAPES[shape], isPublic: kept.isPublic, overVersion: version }], revision)
  })
}
