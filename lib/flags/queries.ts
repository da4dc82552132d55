import { and, desc, eq, inArray, lt, ne, type SQL, sql } from "drizzle-orm"
import { builtInFlags, flagConnections, flags } from "#db/schema/flags.ts"
import { drifts, launches } from "#db/schema/launches.ts"
import { flagTargets, releases, stages } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { FlagConnectionId, FlagId, ReleaseId } from "../kernel/ids.ts"
import { type BuiltInState, exposureOf } from "./built-in-flag.ts"
import type { ConnectionDoor } from "./connection-door.ts"
import { type Exposure, NEVER_SEEN } from "./exposure.ts"
import { BUILT_IN, type ConnectionKind } from "./flag-connection.ts"
import type { ConnectionReport } from "./flag-provider.ts"

export type TargetingRelease = Pick<typeof releases.$inferSelect, "id" | "name" | "state">

type SeenFlag = {
  id: FlagId
  connection: string
  key: string
  environment: string
  description: string
  exposure: Exposure
  createdAt: Temporal.Instant
  releases: TargetingRelease[]
}

/** Ours: what it serves follows from its state, at every moment. */
export type BuiltInFlag = SeenFlag & { state: BuiltInState; isPublic: boolean; version: number; observedAt: null }

/** In another system: whom it served when it was last looked at. */
export type ConnectedFlag = SeenFlag & { state: null; observedAt: Temporal.Instant | null }

/** A flag as the team sees it, with whom it serves and which releases want to move it. */
export type Flag = BuiltInFlag | ConnectedFlag

export type FlagPlace = { connection: string; key: string; environment: string }
export type FlagFilter = { [Part in keyof FlagPlace]?: string | undefined } & {
  /** A part of its key or of its description. */
  search?: string | undefined
  /** Those that are no longer as a release left them. */
  stands?: "drifted" | undefined
  after: FlagId | null
  limit: number
}

export async function findFlag(db: Queryable, id: FlagId): Promise<Flag | null> {
  const [flag] = await select(db, eq(flags.id, id), 1)
  return flag ?? null
}

export async function getFlag(db: Queryable, id: FlagId): Promise<Flag> {
  const flag = await findFlag(db, id)
  if (flag === null) throw new NotFound("flag")
  return flag
}

/** The flag, if it is ours to change. */
export async function getBuiltInFlag(db: Queryable, id: FlagId): Promise<BuiltInFlag> {
  const flag = await getFlag(db, id)
  if (flag.state === null) throw new NotFound("built-in flag")
  return flag
}

export async function findFlagAt(db: Queryable, { connection, key, environment }: FlagPlace): Promise<FlagId | null> {
  const [flag] = await db
    .select({ id: flags.id })
    .from(flags)
    .where(and(eq(flags.connectionId, connection), eq(flags.key, key), eq(flags.environment, environment)))
  return flag?.id ?? null
}

/** The newest first; `after` is the last one of the page before. */
export async function listFlags(db: Queryable, filter: FlagFilter): Promise<Flag[]> {
  const { connection, key, environment, search, stands, after, limit } = filter
  const condition = and(
    connection === undefined ? undefined : eq(flags.connectionId, connection),
    key === undefined ? undefined : eq(flags.key, key),
    environment === undefined ? undefined : eq(flags.environment, environment),
    search === undefined ? undefined : mentions(search),
    stands === "drifted" ? HAS_DRIFTED : undefined,
    after === null ? undefined : lt(flags.id, after),
  )
  return select(db, condition, limit)
}

function mentions(search: string): SQL {
  return sql`position(${search.toLowerCase()} in lower(${flags.key} || ' ' || ${flags.description})) > 0`
}

const HAS_DRIFTED = sql`exists (
  select from ${drifts} where ${drifts.subject} = ${flags.id} and ${drifts.kind} in ('flag', 'late') and ${drifts.clearedAt} is null)`

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
    .leftJoin(builtInFlags, eq(builtInFlags.flagId, flags.id))
    .where(condition)
    .orderBy(desc(flags.id))
    .limit(limit)
  const targeting = await listTargeting(
    db,
    rows.map(({ flag }) => flag.id),
  )
  return rows.map(({ flag, current }) => flagOf(flag, current, targeting.get(flag.id) ?? []))
}

function flagOf(flag: typeof flags.$inferSelect, current: typeof builtInFlags.$inferSelect | null, targeting: TargetingRelease[]): Flag {
  const { id, connectionId, key, environment, description, createdAt, observed, observedAt } = flag
  const named = { id, connection: connectionId, key, environment, description, createdAt, releases: targeting }
  if (current === null) return { ...named, exposure: observed ?? NEVER_SEEN, observedAt, state: null }
  const { enabled, rollout, targeting: rules, isPublic, version } = current
  const state = { enabled, rollout, targeting: rules }
  return { ...named, exposure: exposureOf(state), observedAt: null, state, isPublic, version }
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

/** A connection as the team sees it: whether there is a token, and never which. */
export type FlagConnection = {
  id: FlagConnectionId
  kind: ConnectionKind
  name: string
  baseUrl: string
  project: string
  hasToken: boolean
  testedAt: Temporal.Instant | null
  report: ConnectionReport | null
  quietUntil: Temporal.Instant | null
  createdAt: Temporal.Instant
}

const { quietUntil, sealedToken } = flagConnections
const SHOWN = {
  id: sql<FlagConnectionId>`${flagConnections.id}`,
  kind: flagConnections.kind,
  name: flagConnections.name,
  baseUrl: sql<string>`${flagConnections.baseUrl}`,
  project: sql<string>`${flagConnections.project}`,
  hasToken: sql<boolean>`${sealedToken} is not null`,
  testedAt: flagConnections.testedAt,
  report: flagConnections.report,
  quietUntil: sql<Temporal.Instant | null>`case when ${quietUntil} > clock_timestamp() then ${quietUntil} end`.mapWith(quietUntil),
  createdAt: flagConnections.createdAt,
}

export async function findFlagConnection(db: Queryable, id: string): Promise<FlagConnection | null> {
  const [connection] = await db
    .select(SHOWN)
    .from(flagConnections)
    .where(and(eq(flagConnections.id, id), ne(flagConnections.id, BUILT_IN)))
  return connection ?? null
}

export async function getFlagConnection(db: Queryable, id: FlagConnectionId): Promise<FlagConnection> {
  const connection = await findFlagConnection(db, id)
  if (connection === null) throw new NotFound("flag connection")
  return connection
}

/** Those to other services, the newest first. */
export function listFlagConnections(db: Queryable, page: { after: FlagConnectionId | null; limit: number }): Promise<FlagConnection[]> {
  return db
    .select(SHOWN)
    .from(flagConnections)
    .where(and(ne(flagConnections.id, BUILT_IN), page.after === null ? undefined : lt(flagConnections.id, page.after)))
    .orderBy(desc(flagConnections.id))
    .limit(page.limit)
}

/** What opens the service, as of the database's clock. The only query that hands out a sealed token. */
const DOOR = {
  connectionId: flagConnections.id,
  kind: flagConnections.kind,
  baseUrl: SHOWN.baseUrl,
  project: SHOWN.project,
  sealedToken,
  quietMs: sql<number>`coalesce(ceil(greatest(0, extract(epoch from ${quietUntil} - clock_timestamp()) * 1000)), 0)::int`,
  askedAt: sql<Temporal.Instant>`clock_timestamp()`.mapWith(flagConnections.createdAt),
}

export async function getConnectionDoor(db: Queryable, id: string): Promise<ConnectionDoor> {
  const [door] = await db
    .select(DOOR)
    .from(flagConnections)
    .where(and(eq(flagConnections.id, id), ne(flagConnections.id, BUILT_IN)))
  if (door === undefined) throw new NotFound("flag connection")
  return door
}

export async function getDoorOfFlag(db: Queryable, id: FlagId): Promise<ConnectionDoor & { key: string; environment: string }> {
  const [door] = await db
    .select({ ...DOOR, key: flags.key, environment: flags.environment })
    .from(flags)
    .innerJoin(flagConnections, eq(flagConnections.id, flags.connectionId))
    .where(and(eq(flags.id, id), ne(flagConnections.id, BUILT_IN)))
  if (door === undefined) throw new NotFound("flag of another service")
  return door
}
