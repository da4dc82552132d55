import { and, gt, isNull, lte, or, sql } from "drizzle-orm"
import { publicFlagStates } from "#db/schema/public-views.ts"
import type { PublicDatabase } from "#db/transaction.ts"
import type { EvaluableFlag } from "../flags/evaluation.ts"
import type { Runtime } from "../runtime.ts"

/** Flags of one environment by key, in the order of their keys. */
export type PublicFlags = ReadonlyMap<string, EvaluableFlag>
type FlagsByEnvironment = ReadonlyMap<string, PublicFlags>

/** What visitors may know of built-in flags as of a revision. Asked for once in each revision, whoever asks and how often. */
export async function readPublicFlags(
  deps: Pick<Runtime, "publicDb">,
  wanted: { revision: number; environment: string },
): Promise<PublicFlags> {
  const environments = await flagsAsOf(deps.publicDb, wanted.revision)
  return environments.get(wanted.environment) ?? NO_FLAGS
}

const NO_FLAGS: PublicFlags = new Map()

// Two, since requests that began before the newest revision may still ask for the one before it.
const KEPT_REVISIONS = 2
const kept = new WeakMap<PublicDatabase, Map<number, Promise<FlagsByEnvironment>>>()

function flagsAsOf(publicDb: PublicDatabase, revision: number): Promise<FlagsByEnvironment> {
  const revisions = kept.get(publicDb) ?? new Map<number, Promise<FlagsByEnvironment>>()
  kept.set(publicDb, revisions)
  const known = revisions.get(revision)
  if (known) return known
  const asked = select(publicDb, revision).catch((error: unknown) => {
    revisions.delete(revision)
    throw error
  })
  revisions.set(revision, asked)
  const newest = [...revisions.keys()].sort((one, other) => other - one)
  for (const old of newest.slice(KEPT_REVISIONS)) revisions.delete(old)
  return asked
}

async function select(publicDb: PublicDatabase, revision: number): Promise<FlagsByEnvironment> {
  const { key, environment, enabled, rollout, targeting, liveFrom, liveUntil } = publicFlagStates
  const rows = await publicDb
    .select({ key, environment, enabled, rollout, targeting })
    .from(publicFlagStates)
    .where(and(lte(liveFrom, revision), or(isNull(liveUntil), gt(liveUntil, revision))))
    // A database's own collation differs from machine to machine, and an answer may not.
    .orderBy(sql`${key} collate "C"`)
  const environments = new Map<string, Map<string, EvaluableFlag>>()
  for (const row of rows) {
    const flags = environments.get(row.environment) ?? new Map<string, EvaluableFlag>()
    environments.set(row.environment, flags.set(row.key, flagOf(row)))
  }
  return environments
}

function flagOf({ key, enabled, rollout, targeting }: EvaluableFlag["state"] & { key: string }): EvaluableFlag {
  return { key, state: { enabled, rollout, targeting } }
}
