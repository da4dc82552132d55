import type { FlagId, LaunchId, ReleaseId } from "#lib/kernel/ids.ts"
import type { LaunchState } from "#lib/launch/launch.ts"
import { type FlipView, findLastLaunch, getLaunch, listFlips, listSteps } from "#lib/launch/queries.ts"
import { listFeedEntries } from "#lib/site/queries.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { aConnectedFlag } from "#tests/support/connected-flag.ts"
import { type FakeUnleash, startFakeUnleash } from "#tests/support/fake-unleash.ts"
import { until } from "#tests/support/until.ts"
import { openWorld, type World } from "#tests/support/world.ts"

/** A portal with a flag service of its own, and a release that moves flags there. */
export type FlagStage = {
  world: World
  unleash: FakeUnleash
  /** Whether the flag serves anybody in production, as the service itself has it. */
  isOn(key: string): boolean
  release(plan: { name?: string; keys: string[]; patience?: string }): Promise<ReleaseId>
  connect(key: string): Promise<FlagId>
  ends(releaseId: ReleaseId, state: LaunchState, withinMs?: number): Promise<LaunchId>
  flips(launchId: LaunchId): Promise<Record<string, FlipView["state"]>>
  /** Names of the steps that the launch's story tells. */
  steps(launchId: LaunchId): Promise<string[]>
  isPublic(title: string): Promise<boolean>
  end(): Promise<void>
}

export async function setFlagStage(env: Record<string, string> = {}): Promise<FlagStage> {
  const unleash = await startFakeUnleash()
  const world = await openWorld({ CURTAIN_ALLOW_PRIVATE_HOSTS: new URL(unleash.url).host, ...env })
  const known = new Map<string, FlagId>()
  const connect = async (key: string) => {
    const id = known.get(key) ?? (await aConnectedFlag(world, unleash, key))
    known.set(key, id)
    return id
  }
  return {
    world,
    unleash,
    connect,
    isOn: (key) => unleash.flag(key).environments.production?.enabled ?? false,
    release: async ({ keys, ...plan }) => {
      const connected: FlagId[] = []
      for (const key of keys) connected.push(await connect(key))
      return (await aRelease(world, { ...plan, connected })).id
    },
    ends: async (releaseId, state, withinMs = 40_000) => {
      await until<LaunchState | undefined>(state, async () => (await findLastLaunch(world.db, releaseId))?.state, withinMs)
      return (await findLastLaunch(world.db, releaseId))?.id as LaunchId
    },
    flips: async (launchId) => Object.fromEntries((await listFlips(world.db, launchId)).map(({ flag, state }) => [flag.key, state])),
    steps: async (launchId) => (await listSteps(world.db, (await getLaunch(world.db, launchId)).id)).map(({ name }) => name),
    isPublic: async (title) => {
      const [row] = await world.publicDb.execute<{ revision: string }>("select revision from site.current_revision")
      return (await listFeedEntries(world.publicDb, Number(row?.revision))).some((entry) => entry.title === title)
    },
    end: async () => {
      await world.close()
      await unleash.stop()
    },
  }
}
