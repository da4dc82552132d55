import { sql } from "drizzle-orm"
import { describe, expect, test } from "vitest"
import { asDatabase } from "#db/transaction.ts"
import type { Actor } from "#lib/access/actor.ts"
import { listAudit } from "#lib/audit/queries.ts"
import { recordDeploymentInput } from "#lib/changes/input.ts"
import { listChanges, listDeployments } from "#lib/changes/queries.ts"
import { recordDeployment } from "#lib/changes/record-deployment.ts"
import { idOf, type TokenId } from "#lib/kernel/ids.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { type ADeployment, aDeployment, deploy, sha } from "./deployment-steps.ts"

const world = await aWorld()

const at = (hour: number) => `2026-03-01T${String(hour).padStart(2, "0")}:00:00Z`

let repositories = 0
/** A repository of its own per test, with what its environment production runs. */
function aRepository() {
  const repository = `acme/shop-${++repositories}`
  return {
    repository,
    deploy: (deployment: ADeployment) => deploy(world, { repository, ...deployment }),
    deployed: async (environment = "production") => {
      const changes = await listChanges(world.db, { state: "deployed", repository, environment, after: null, limit: 100 })
      return changes
        .map((change) => change.title)
        .sort()
        .join("")
    },
    statuses: async () => (await listDeployments(world.db, { repository, after: null, limit: 100 })).map(({ status }) => status),
  }
}

async function countWaiting(): Promise<number> {
  const rows = await world.db.execute(
    sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`,
  )
  return rows.length
}

describe("what a deployment says twice", () => {
  test("is one deployment: the same id, recorded once", async () => {
    const shop = aRepository()
    const first = await shop.deploy({ of: "b", id: "run-1", commits: ["a", "b"] })
    const second = await shop.deploy({ of: "b", id: "run-1", commits: ["a", "b"] })
    expect([first.is, second.is]).toEqual(["recorded", "replayed"])
    expect(second.deployment).toEqual(first.deployment)
    expect(await listAudit(world.db, { limit: 10, before: null, subjectId: first.deployment.id })).toHaveLength(1)
  })

  test("is one deployment without an id too, while the environment still runs it", async () => {
    const shop = aRepository()
    const first = await shop.deploy({ of: "a", commits: ["a"] })
    const second = await shop.deploy({ of: "a", commits: ["a"] })
    expect(second).toEqual({ is: "replayed", deployment: first.deployment })
  })

  test("is one deployment without an id where it says the same time", async () => {
    const shop = aRepository()
    const first = await shop.deploy({ of: "a", at: at(1), commits: ["a"] })
    await shop.deploy({ of: "b", at: at(2), commits: ["b"] })
    expect((await shop.deploy({ of: "a", at: at(1), commits: ["a"] })).deployment.id).toBe(first.deployment.id)
    expect(await shop.deployed()).toBe("ab")
  })

  test("is one deployment when both arrive at once: the second waits for the first", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", commits: ["a", "b"] })
    const [first, second] = await world.db.transaction(async (tx) => {
      const held = await deploy({ db: asDatabase(tx) }, { of: "b", repository: shop.repository })
      const waiting = shop.deploy({ of: "b" })
      await expect.poll(countWaiting, { timeout: 10_000 }).toBe(1)
      return [held, waiting]
    })
    expect(await second).toEqual({ is: "replayed", deployment: first.deployment })
  })

  test("brings its commits once, however many arrive at once", async () => {
    const shop = aRepository()
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => shop.deploy({ of: "b", commits: ["a", "b"] })))
    expect(outcomes.filter(({ is }) => is === "recorded")).toHaveLength(1)
    expect(await shop.deployed()).toBe("ab")
  })

  test("can bring commits that it did not bring the first time", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "b", id: "run-1" })
    expect(await shop.deployed()).toBe("")
    const again = await shop.deploy({ of: "b", id: "run-1", commits: ["a", "b"] })
    expect(again.is).toBe("replayed")
    expect(await shop.deployed()).toBe("ab")
  })

  test("is two deployments under two ids, or at two times", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", id: "run-1", commits: ["a"] })
    expect((await shop.deploy({ of: "a", id: "run-2", commits: ["a"] })).is).toBe("recorded")
    expect((await shop.deploy({ of: "a", at: at(1), commits: ["a"] })).is).toBe("recorded")
  })
})

describe("rollbacks and failures", () => {
  test("an older SHA takes the newer changes out of production, and the newer one brings them back", async () => {
    const shop = aRepository()
    const first = await shop.deploy({ of: "b", commits: ["a", "b"] })
    await shop.deploy({ of: "d", commits: ["c", "d"] })
    expect(await shop.deployed()).toBe("abcd")
    const back = await shop.deploy({ of: "b" })
    expect(back.is).toBe("recorded")
    expect(back.deployment.id).not.toBe(first.deployment.id)
    expect(await shop.deployed()).toBe("ab")
    await shop.deploy({ of: "d" })
    expect(await shop.deployed()).toBe("abcd")
  })

  test("neither a failure nor one in progress changes what is deployed", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", commits: ["a"] })
    await shop.deploy({ of: "b", status: "failure", commits: ["b"] })
    await shop.deploy({ of: "c", status: "in_progress", commits: ["c"] })
    expect(await shop.deployed()).toBe("a")
  })

  test("one in progress becomes deployed when it succeeds, and never starts again", async () => {
    const shop = aRepository()
    const begun = await shop.deploy({ of: "a", id: "run-1", status: "in_progress", commits: ["a"] })
    const ended = await shop.deploy({ of: "a", id: "run-1", status: "success" })
    const late = await shop.deploy({ of: "a", id: "run-1", status: "in_progress" })
    expect([begun, ended, late].map(({ deployment }) => deployment.status)).toEqual(["in_progress", "success", "success"])
    expect(await shop.deployed()).toBe("a")
    const records = await listAudit(world.db, { limit: 10, before: null, subjectId: begun.deployment.id })
    expect(records.map(({ detail }) => [detail.was, detail.status])).toEqual([
      ["in_progress", "success"],
      [undefined, "in_progress"],
    ])
  })

  test("without an id, one in progress is ended by the next word of its SHA, and a belated word of its beginning is ignored", async () => {
    const shop = aRepository()
    const begun = await shop.deploy({ of: "a", at: at(1), status: "in_progress", commits: ["a"] })
    const ended = await shop.deploy({ of: "a", at: at(2), status: "failure" })
    const late = await shop.deploy({ of: "a", at: at(1), status: "in_progress" })
    expect(new Set([begun, ended, late].map(({ deployment }) => deployment.id)).size).toBe(1)
    expect(await shop.statuses()).toEqual(["failure"])
    expect((await shop.deploy({ of: "a", at: at(3) })).is).toBe("recorded")
    expect(await shop.deployed()).toBe("a")
  })

  test("without an id or a time, a second attempt turns a failure", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", status: "failure", commits: ["a"] })
    expect(await shop.deploy({ of: "a" })).toMatchObject({ is: "replayed", deployment: { status: "success" } })
    expect(await shop.deployed()).toBe("a")
  })

  test("a second attempt under the same id turns a failure, and a late word of the first one does not turn it back", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", id: "run-1", status: "failure", commits: ["a"] })
    await shop.deploy({ of: "a", id: "run-1", status: "success" })
    await shop.deploy({ of: "a", id: "run-1", status: "failure" })
    expect(await shop.statuses()).toEqual(["success"])
    expect(await shop.deployed()).toBe("a")
  })
})

describe("out of order", () => {
  test("a deployment counts once its SHA is known", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", commits: ["a"] })
    await shop.deploy({ of: "c" })
    expect(await shop.deployed()).toBe("a")
    await shop.deploy({ of: "d", environment: "staging", commits: ["a", "b", "c", "d"] })
    expect(await shop.deployed()).toBe("abc")
  })

  test("one that arrives late is no news about what runs, and its commits go before the later ones", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "d", at: at(2), commits: ["c", "d"] })
    await shop.deploy({ of: "b", at: at(1), commits: ["a", "b"] })
    expect(await shop.deployed()).toBe("abcd")
    await shop.deploy({ of: "c", at: at(3) })
    expect(await shop.deployed()).toBe("abc")
  })

  test("commits behind the SHA of their deployment are known and not deployed", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", commits: ["a", "b"] })
    expect(await shop.deployed()).toBe("a")
  })

  test("commits go behind what ran before, where that is known", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "b", environment: "staging", commits: ["a", "b", "x"] })
    await shop.deploy({ of: "c", previous: "b", commits: ["c"] })
    expect(await shop.deployed()).toBe("abc")
  })

  test("the same SHA at another time is a deployment of its own, so that one between the two that arrives last changes nothing", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", at: at(1), commits: ["a"] })
    await shop.deploy({ of: "a", at: at(3) })
    await shop.deploy({ of: "b", at: at(2), commits: ["b"] })
    expect(await shop.deployed()).toBe("a")
  })

  test("the same instant: the later arrival wins", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "b", at: at(1), id: "one", commits: ["a", "b"] })
    await shop.deploy({ of: "a", at: at(1), id: "two" })
    expect(await shop.deployed()).toBe("a")
  })

  test("an abbreviated SHA means the one commit that begins with it", async () => {
    const shop = aRepository()
    const input = aDeployment({ of: "b", repository: shop.repository, commits: ["a", "b"] })
    const outcome = await recordDeployment(world, ADA, recordDeploymentInput.parse({ ...input, sha: input.sha.slice(0, 8).toUpperCase() }))
    expect(outcome.deployment.sha).toBe(input.sha)
    const older = { ...aDeployment({ of: "a", repository: shop.repository }), sha: sha("a").slice(0, 8) }
    await recordDeployment(world, ADA, recordDeploymentInput.parse(older))
    expect(await shop.deployed()).toBe("a")
  })
})

describe("who and when", () => {
  const token: Actor = { kind: "token", id: idOf<TokenId>("t"), name: "CI", scopes: ["deployments:write"], environment: "staging" }

  test("a token of an environment records deployments of that one alone", async () => {
    const { repository, statuses } = aRepository()
    const to = (environment: string) => recordDeploymentInput.parse(aDeployment({ of: "a", repository, environment }))
    await expect(recordDeployment(world, token, to("production"))).rejects.toMatchObject({ kind: "forbidden" })
    expect((await recordDeployment(world, token, to("staging"))).is).toBe("recorded")
    await expect(recordDeployment(world, { ...token, scopes: ["releases:read"] }, to("staging"))).rejects.toMatchObject({
      kind: "forbidden",
    })
    expect(await statuses()).toEqual(["success"])
  })

  test("a time more than five minutes ahead is refused, and leaves nothing behind", async () => {
    const shop = aRepository()
    const ahead = (minutes: number) => Temporal.Now.instant().add({ minutes }).toString()
    await expect(shop.deploy({ of: "a", at: ahead(7), commits: ["a"] })).rejects.toMatchObject({
      kind: "invalid",
      complaints: [{ path: "deployedAt" }],
    })
    expect(await shop.statuses()).toEqual([])
    expect((await shop.deploy({ of: "a", at: ahead(3), commits: ["a"] })).is).toBe("recorded")
  })
})
