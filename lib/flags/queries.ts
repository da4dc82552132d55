import { and, desc, eq, inArray, lt, type SQL } from "drizzle-orm"
import { builtInFlags, flags } from "#db/schema/flags.ts"
import { launches } from "#db/schema/launches.ts"
import { flagTargets, releases, stages } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { FlagId, ReleaseId } from "../kernel/ids.ts"
import { type BuiltInState, exposureOf } from "./built-in-flag.ts"
import type { Exposure } from "./exposure.ts"

export type TargetingRelease = Pick<typeof releases.$inferSelect, "id" | "name" | "state">

/** A flag as the team sees it, with whom it serves and which releases want to move it. */
export type Flag = {
  id: FlagId
  connection: string
  key: string
  environment: string
  description: string
  exposure: Exposure
  state: BuiltInState
  isPublic: boolean
  version: number
  createdAt: Temporal.Instant
  releases: TargetingRelease[]
}

export type FlagFilter = { key?: string | undefined; environment?: string | undefined; after: FlagId | null; limit: number }

export async function findFlag(db: Queryable, id: FlagId): Promise<Flag | null> {
  const [flag] = await select(db, eq(flags.id, id), 1)
  return flag ?? null
}

export async function getFlag(db: Queryable, id: FlagId): Promise<Flag> {
  const flag = await findFlag(db, id)
  if (flag === null) throw new NotFound("flag")
  return flag
}

/** The newest first; `after` is the last one of the page before. */
export async function listFlags(db: Queryable, filter: FlagFilter): Promise<Flag[]> {
  const { key, environment, after, limit } = filter
  const condition = and(
    key === undefined ? undefined : eq(flags.key, key),
    environment === undefined ? undefined : eq(flags.environment, environment),
    after === null ? undefined : lt(flags.id, after),
  )
  return select(db, condition, limit)
}

/** Whether a launch is moving flags right now, or putting them back, for a release that targets this one. */
export async function findMovingLaunch(db: Queryable, id: FlagId): Promise<{ releaseId: ReleaseId; releaseName: string } | null> {
  const [launch] = await db
    .select({ releaseId: releases.id, releaseName: releases.name })
    .from(flagTargets)
    .innerJoin(stages, eq(stages.id, flagTargets.stageId))
    .innerJoin(releases, eq(releases.id, stages.releaseId))
    .innerJoin(launches, eq(launches.releaseId, releases.id))
    .where(and(eq(flagTargets.flagId, id), inArray(launches.state, ["flipping", "rolling_back"])))
    .limit(1)
  return launch ?? null
}

async function select(db: Queryable, condition: SQL | undefined, limit: number): Promise<Flag[]> {
  const rows = await db
    .select({ flag: flags, current: builtInFlags })
    .from(flags)
    .innerJoin(builtInFlags, eq(builtInFlags.flagId, flags.id))
    .where(condition)
    .orderBy(desc(flags.id))
    .limit(limit)
  const targeting = await listTargeting(
    db,
    rows.map(({ flag }) => flag.id),
  )
  return rows.map(({ flag, current }) => {
    const { id, connectionId, key, environment, description, createdAt } = flag
    const { enabled, rollout, targeting: rules, isPublic, version } = current
    const state = { enabled, rollout, targeting: rules }
    const named = { id, connection: connectionId, key, environment, description, createdAt }
    return { ...named, exposure: exposureOf(state), state, isPublic, version, releases: targeting.get(id) ?? [] }
  })
}

async function listTargeting(db: Queryable, ids: FlagId[]): Promise<Map<FlagId, TargetingRelease[]>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectDistinct({ flagId: flagTargets.flagId, id: releases.id, name: releases.name, state: releases.state })
    .from(flagTargets)
    .innerJoin(stages, eq(stages.id, flagTargets.stageId))
    .innerJoin(releases, eq(releases.id, stages.releaseId))
    .where(inArray(flagTargets.flagId, ids))
    .orderBy(releases.id)
  const grouped = Map.groupBy(rows, (row) => row.flagId)
  return new Map([...grouped].map(([flagId, found]) => [flagId, found.map(({ id, name, state }) => ({ id, name, state }))]))
}
