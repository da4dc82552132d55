import { eq, sql } from "drizzle-orm"
import { launches } from "#db/schema/launches.ts"
import { publicRevision } from "#db/schema/public-views.ts"
import { releases } from "#db/schema/releases.ts"
import { advanceSiteRevision } from "#lib/documents/advance-site-revision.ts"
import type { BuiltInState } from "#lib/flags/built-in-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { getBuiltInFlag } from "#lib/flags/queries.ts"
import { setBuiltInFlags } from "#lib/flags/set-built-in-flags.ts"
import type { BuiltInChange } from "#lib/flags/write-current-states.ts"
import { type FlagId, type LaunchId, newId, type ReleaseId } from "#lib/kernel/ids.ts"
import type { LaunchState } from "#lib/launch/launch.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { getStage } from "#lib/releases/queries.ts"
import type { ReleaseState } from "#lib/releases/release.ts"
import { readPublicFlags } from "#lib/site/read-public-flags.ts"
import { ADA, type World } from "#tests/support/world.ts"

export const ON: BuiltInState = { enabled: true, rollout: 100, targeting: [] }

export function aFlag(world: World, key: string, environment = "production"): Promise<FlagId> {
  return createFlag(world, ADA, { connection: "builtin", key, environment, description: "" })
}

export function aRelease(world: World, flags: FlagId[]): Promise<ReleaseId> {
  return planRelease(world, ADA, planReleaseInput.parse({ name: "New editor", flags: flags.map((flag) => ({ flag, enabled: true })) }))
}

export async function siteRevision(world: World): Promise<number> {
  const [row] = await world.publicDb.select().from(publicRevision)
  return row?.revision ?? 0
}

/** What visitors get of a flag as of a revision, by the words of its state; null is "no such flag". */
export async function seenByVisitors(world: World, key: string, revision: number): Promise<BuiltInState | null> {
  // Each on a database object of its own, since what was read of a revision once is kept with it.
  const publicDb = Object.assign(Object.create(world.publicDb), {})
  const flags = await readPublicFlags({ publicDb }, { revision, environment: "production" })
  return flags.get(key)?.state ?? null
}

/** What the curtain transaction does with its flags. */
export async function turnPublic(world: World, flagIds: FlagId[], state = ON): Promise<{ revision: number; lost: FlagId[] }> {
  const changes = await Promise.all(flagIds.map((flagId) => changeTo(world, flagId, { state, isPublic: true })))
  return world.db.transaction(async (tx) => {
    const revision = await advanceSiteRevision(tx)
    const { lost } = await setBuiltInFlags(tx, changes, revision)
    return { revision, lost }
  })
}

export async function changeTo(world: World, flagId: FlagId, change: Pick<BuiltInChange, "state" | "isPublic">): Promise<BuiltInChange> {
  const { version } = await getBuiltInFlag(world.db, flagId)
  return { flagId, overVersion: version, ...change }
}

/** Rows of a flag that visitors can or could see, the oldest first. */
export async function publicRows(world: World, flagId: FlagId) {
  const rows = await world.db.execute<{ from: string; until: string | null; enabled: boolean; withdrawn: boolean }>(sql`
    select live_from as from, live_until as until, enabled, withdrawn_at is not null as withdrawn
    from built_in_flag_states where flag_id = ${flagId} order by live_from`)
  return rows.map(({ from, until, enabled, withdrawn }) => ({
    from: Number(from),
    until: until === null ? null : Number(until),
    enabled,
    withdrawn,
  }))
}

/** A state that a launch would bring the release to. */
export async function moveRelease(world: World, releaseId: ReleaseId, state: ReleaseState): Promise<void> {
  await world.db.update(releases).set({ state }).where(eq(releases.id, releaseId))
}

/** A launch that stands in this state, with nobody at work on it. */
export async function openLaunch(world: World, releaseId: ReleaseId, state: LaunchState): Promise<void> {
  const stageId = await getStage(world.db, releaseId)
  await world.db.insert(launches).values({ id: newId<LaunchId>(), releaseId, stageId, state })
}
