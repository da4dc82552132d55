import { afterAll, beforeAll, expect, test } from "vitest"
import { addConnectedFlag } from "#lib/flags/add-connected-flag.ts"
import { createFlagConnection } from "#lib/flags/create-flag-connection.ts"
import type { FlagId, ReleaseId } from "#lib/kernel/ids.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import type { LaunchState } from "#lib/launch/launch.ts"
import { findLastLaunch, listFlips } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { realPeer, type UnleashPeer } from "#tests/support/unleash-peers.ts"
import { startUnleashServer, type UnleashServer } from "#tests/support/unleash-server.ts"
import { until } from "#tests/support/until.ts"
import { ADA, openWorld, type World } from "#tests/support/world.ts"

// A portal with its worker, and a real Unleash: the server's own client says who has the feature.

let server: UnleashServer
let peer: UnleashPeer
// The first time it is installed, too.
const BEGINS_WITHIN_MS = 300_000
beforeAll(async () => {
  server = await startUnleashServer()
  peer = realPeer(server)
}, BEGINS_WITHIN_MS)
afterAll(() => server?.stop())

async function withPortal(token: string, play: (world: World, connection: string) => Promise<void>): Promise<void> {
  const world = await openWorld({ CURTAIN_ALLOW_PRIVATE_HOSTS: new URL(server.url).host })
  try {
    await world.startWorker()
    const given = { kind: "unleash", name: "Unleash", baseUrl: server.url, project: "default", token } as const
    await play(world, await createFlagConnection(world, ADA, given))
  } finally {
    await world.close()
  }
}

async function aFlagOf(world: World, connection: string, key: string): Promise<FlagId> {
  await peer.createFlag(key)
  return addConnectedFlag(world, ADA, { connection, key, environment: "production", description: "" })
}

async function stateOf(world: World, releaseId: ReleaseId): Promise<LaunchState | undefined> {
  return (await findLastLaunch(world.db, releaseId))?.state
}

async function launch(world: World, releaseId: ReleaseId): Promise<void> {
  const outcome = await beginLaunch(world, ADA, { releaseId })
  if (outcome.is !== "begun") throw new Error(JSON.stringify(outcome))
}

/** Clients ask the server every second. */
async function serves(key: string, expected: boolean): Promise<void> {
  await until(expected, async () => (await server.evaluate(key, [{ userId: "ada" }]))[0] ?? false)
}

test(
  "a launch gives everybody the feature, and a recall takes it back, as Unleash's own client sees it",
  () =>
    withPortal(server.adminToken, async (world, connection) => {
      const connected = [await aFlagOf(world, connection, "end-to-end")]
      const { id } = await aRelease(world, { name: "End to end", connected, flags: [{ key: "built-in-too" }] })
      await serves("end-to-end", false)
      await launch(world, id)
      await until<LaunchState | undefined>("settled", () => stateOf(world, id))
      await serves("end-to-end", true)
      const { launch: recalled } = await recallLaunch(world, ADA, { releaseId: id })
      await until<LaunchState | undefined>("recalled", () => stateOf(world, id))
      await serves("end-to-end", false)
      const flips = await listFlips(world.db, recalled.id)
      expect(flips.map(({ flag, state }) => [flag.key, state]).sort()).toEqual([
        ["built-in-too", "restored"],
        ["end-to-end", "restored"],
      ])
    }),
  90_000,
)

test(
  "six launches at once on one flag leave one strategy, and the last recall leaves none",
  () =>
    withPortal(server.adminToken, async (world, connection) => {
      const connected = [await aFlagOf(world, connection, "six-at-once")]
      const ids: ReleaseId[] = []
      for (let count = 0; count < 6; count++) ids.push((await aRelease(world, { connected })).id)
      await Promise.all(
        ids.map(async (id) => {
          await until("begun", async () => (await beginLaunch(world, ADA, { releaseId: id })).is)
          await until<LaunchState | undefined>("settled", () => stateOf(world, id))
        }),
      )
      const strategies = () => server.admin("GET", "/api/admin/projects/default/features/six-at-once/environments/production/strategies")
      expect(await strategies()).toHaveLength(1)
      for (const id of ids) {
        await recallLaunch(world, ADA, { releaseId: id })
        await until<LaunchState | undefined>("recalled", () => stateOf(world, id))
      }
      expect(await strategies()).toEqual([])
      await serves("six-at-once", false)
    }),
  120_000,
)

test("where changes need an approval over there, the launch is given up: blocked, nothing written, nothing public", async () => {
  await withPortal(await peer.personalToken("editor"), async (world, connection) => {
    const connected = [await aFlagOf(world, connection, "needs-approval")]
    const { id } = await aRelease(world, { name: "Needs approval", connected })
    await peer.needApprovals("needed")
    const production = () => server.admin("GET", "/api/admin/projects/default/features/needs-approval/environments/production")
    const before = await production()
    await launch(world, id).catch((error: unknown) => expect(String(error)).toContain("approv"))
    await until(true, async () => [undefined, "failed"].includes(await stateOf(world, id)))
    const last = await findLastLaunch(world.db, id)
    const flips = last ? await listFlips(world.db, last.id) : []
    expect(flips.every(({ state }) => state !== "applied")).toBe(true)
    expect(await production()).toEqual(before)
    expect(last?.releasedAt ?? null).toBeNull()
  })
  await peer.needApprovals("not needed")
}, 90_000)
