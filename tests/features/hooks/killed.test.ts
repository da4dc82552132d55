import { randomUUID } from "node:crypto"
import { sql } from "drizzle-orm"
import { afterAll, expect, test } from "vitest"
import { listChanges } from "#lib/changes/queries.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { type Child, startChild } from "#tests/support/child.ts"
import { deliveryOf, fromGitHub, HOOK_ENV } from "#tests/support/hook-steps.ts"
import { until } from "#tests/support/until.ts"
import { API_TOKEN, aWorld } from "#tests/support/world.ts"
import { aPush } from "../../integration/hooks/github-events.ts"

const world = await aWorld(HOOK_ENV)
shareRuntime(world)

const env = {
  ...{ DATABASE_URL: world.url, TEST_PUBLIC_URL: world.publicUrl, CURTAIN_ROLES: "web,worker", LOG_LEVEL: "error" },
  ...{ CURTAIN_SECRET_KEY: world.settings.secretKey, CURTAIN_API_TOKEN: API_TOKEN },
}
const children: Child[] = []
afterAll(() => Promise.all(children.map((child) => child.kill())))

test("a delivery whose worker is killed before its commit is processed once, by the next one", async () => {
  await world.db.execute(sql`create sequence seam_commits`)
  await world.db.execute(sql`create sequence seam_calls`)
  const delivery = { ...aPush({ repository: "acme/killed", before: "", commits: ["a", "b"] }), id: randomUUID() }
  const { body } = await fromGitHub(delivery)

  // Its commits within the command are savepoints; the first one that is counted is the delivery's.
  const doomed = await startChild({ task: "work", env, crashAt: { at: "commit", number: 1, side: "before" } })
  children.push(doomed)
  expect(await doomed.ended).toBe("SIGKILL")
  const changes = () => listChanges(world.db, { repository: "acme/killed", after: null, limit: 10 })
  expect([(await deliveryOf(world, body.id))?.outcome, await changes()]).toEqual(["received", []])
  expect((await fromGitHub(delivery)).body.outcome).toBe("repeated")

  children.push(await startChild({ task: "work", env }))
  await until("processed", async () => (await deliveryOf(world, body.id))?.outcome, 30_000)
  expect(await deliveryOf(world, body.id)).toMatchObject({ reason: "2 commits added.", attempts: 1 })
  expect(await changes()).toHaveLength(2)
})
