import { describe, expect, test } from "vitest"
import { releaseChanges, releases } from "#db/schema/releases.ts"
import type { Change } from "#lib/changes/change.ts"
import { editChange } from "#lib/changes/edit-change.ts"
import { editRepository } from "#lib/changes/edit-repository.ts"
import { editChangeInput } from "#lib/changes/input.ts"
import { type ChangeFilter, getChange, listChanges, listChangesNotInProduction, listRepositories } from "#lib/changes/queries.ts"
import { type ChangeId, idOf, newId, type ReleaseId, type TokenId } from "#lib/kernel/ids.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { type ADeployment, deploy, sha } from "./deployment-steps.ts"

const world = await aWorld()
const at = (hour: number) => `2026-03-01T${String(hour).padStart(2, "0")}:00:00Z`

let repositories = 0
function aRepository() {
  const repository = `acme/shop-${++repositories}`
  const list = (filter: Partial<ChangeFilter> = {}) => listChanges(world.db, { repository, after: null, limit: 100, ...filter })
  return {
    repository,
    deploy: (deployment: ADeployment) => deploy(world, { repository, ...deployment }),
    list,
    titles: async (filter: Partial<ChangeFilter> = {}) => (await list(filter)).map((change) => change.title).sort(),
    change: async (title: string): Promise<Change> => {
      const found = (await list()).find((change) => change.title === title)
      if (!found) throw new Error(`no change is called ${title}`)
      return found
    },
  }
}

async function aRelease(changes: ChangeId[], state: "planned" | "launching" | "released" | "recalled"): Promise<ReleaseId> {
  const id = newId<ReleaseId>()
  await world.db.insert(releases).values({ id, name: "Spring", state, holdSeconds: 0, graceSeconds: 3600 })
  await world.db.insert(releaseChanges).values(changes.map((changeId, position) => ({ releaseId: id, changeId, position })))
  return id
}

test("a change shows everything that its commit says, and where it has got to", async () => {
  const shop = aRepository()
  const message = "feat(cart)!: show the price (#12)\n\nMore about it.\n\nFeature-Flag: prices, cart"
  const url = `https://github.com/${shop.repository}/commit/${sha("a")}`
  await shop.deploy({ of: "a", environment: "staging", commits: [{ name: "a", message, committedAt: "2026-02-01T10:00:00+02:00", url }] })
  await shop.deploy({ of: "a", at: at(9) })
  const [change] = await shop.list()
  expect(change).toEqual({
    id: expect.any(String),
    repository: shop.repository,
    title: "show the price",
    body: "More about it.",
    type: "feat",
    scope: "cart",
    breaking: true,
    audience: "customer",
    author: "Ada",
    url,
    sha: sha("a"),
    pullRequest: { number: 12, url: `https://github.com/${shop.repository}/pull/12` },
    flags: ["cart", "prices"],
    mergedAt: Temporal.Instant.from("2026-02-01T08:00:00Z"),
    deployedAt: Temporal.Instant.from(at(9)),
    environments: ["production", "staging"],
    release: null,
  })
})

test("a commit without a message is still a change", async () => {
  const shop = aRepository()
  await shop.deploy({ of: "a", commits: [{ name: "a", message: " \n" }] })
  expect(await shop.titles()).toEqual([`Commit ${sha("a").slice(0, 7)}`])
})

describe("reverts", () => {
  const reverting = (name: string, target: string) => ({ name, message: `Revert "${target}"\n\nThis reverts commit ${sha(target)}.` })

  test("take the reverted change out of where they are deployed, and only there", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", commits: ["a"] })
    await shop.deploy({ of: "r", environment: "staging", commits: ["b", reverting("r", "a")] })
    expect(await shop.titles({ state: "deployed" })).toEqual(["a"])
    expect(await shop.titles({ environment: "staging" })).toEqual([`Revert "a"`, "b"])
    expect((await shop.change("a")).environments).toEqual(["production"])
    await shop.deploy({ of: "r" })
    expect(await shop.titles({ state: "unreleased" })).toEqual(["b"])
    expect(await shop.change("a")).toMatchObject({ deployedAt: null, environments: [] })
  })

  test("of reverts bring the change back, since the deployment that did", async () => {
    const shop = aRepository()
    const chain = [reverting("r", "a"), reverting("s", "r"), reverting("t", "s")]
    await shop.deploy({ of: "a", at: at(1), commits: ["a", ...chain] })
    const expected = [
      ["a", at(1)],
      ["r", null],
      ["s", at(3)],
      ["t", null],
    ] as const
    for (const [index, [of, since]] of expected.entries()) {
      await shop.deploy({ of, at: at(index + 1) })
      expect((await shop.change("a")).deployedAt?.toString() ?? null).toBe(since)
    }
    await shop.deploy({ of: "s", at: at(6) })
    expect(await shop.titles({ state: "unreleased" })).toEqual(["a"])
    expect(await shop.titles({ state: "deployed" })).toEqual([`Revert "r"`, "a"])
  })

  test("are resolved when what they revert arrives after them, whole chains at once", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "s", at: at(2), commits: [reverting("r", "a"), reverting("s", "r")] })
    expect(await shop.titles({ state: "deployed" })).toEqual([`Revert "r"`])
    await shop.deploy({ of: "a", at: at(1), commits: ["a"] })
    expect(await shop.titles({ state: "deployed" })).toEqual([`Revert "r"`, "a"])
    await shop.deploy({ of: "r", at: at(3) })
    expect(await shop.titles({ state: "deployed" })).toEqual([`Revert "a"`])
  })

  test("name what they revert by an abbreviated SHA too", async () => {
    const shop = aRepository()
    const refs = { name: "r", message: `revert: feat: a\n\nRefs: ${sha("a").slice(0, 9)}` }
    await shop.deploy({ of: "r", commits: ["a", refs] })
    expect(await shop.titles({ state: "unreleased" })).toEqual([])
  })

  test("of something unknown, or of themselves, undo nothing", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "s", commits: ["a", reverting("r", "z"), reverting("s", "s")] })
    expect(await shop.titles({ state: "unreleased" })).toEqual(["a"])
  })
})

describe("since when", () => {
  test("production has a change: since the deployment that brought it, not since the last one", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", at: at(1), commits: ["a"] })
    await shop.deploy({ of: "b", at: at(2), commits: ["b"] })
    await shop.deploy({ of: "b", at: at(3) })
    await shop.deploy({ of: "c", at: at(4), status: "failure", commits: ["c"] })
    expect((await shop.change("a")).deployedAt?.toString()).toBe(at(1))
    expect((await shop.change("b")).deployedAt?.toString()).toBe(at(2))
    expect((await shop.change("c")).deployedAt).toBeNull()
  })

  test("a rollback ends it, and the next deployment begins it anew", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "b", at: at(1), commits: ["a", "b"] })
    await shop.deploy({ of: "a", at: at(2) })
    expect((await shop.change("b")).deployedAt).toBeNull()
    await shop.deploy({ of: "b", at: at(3) })
    expect((await shop.change("a")).deployedAt?.toString()).toBe(at(1))
    expect((await shop.change("b")).deployedAt?.toString()).toBe(at(3))
  })
})

describe("states and filters", () => {
  test("unreleased: in production, for customers, and in no release that is out", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "d", commits: ["a", "b", { name: "i", message: "chore: i" }, "c", "d"] })
    await shop.deploy({ of: "e", environment: "staging", commits: ["e"] })
    const [a, b, c] = await Promise.all(["a", "b", "c"].map(shop.change))
    if (!a || !b || !c) throw new Error("three changes")
    const releaseId = await aRelease([a.id], "released")
    await aRelease([b.id], "recalled")
    await aRelease([c.id], "launching")
    expect(await shop.titles({ state: "merged" })).toEqual(["a", "b", "c", "d", "e", "i"])
    expect(await shop.titles({ state: "deployed" })).toEqual(["a", "b", "c", "d", "i"])
    expect(await shop.titles({ state: "unreleased" })).toEqual(["b", "c", "d"])
    expect(await shop.titles({ state: "released" })).toEqual(["a"])
    expect((await shop.change("a")).release).toEqual({ id: releaseId, name: "Spring", state: "released" })
  })

  test("by flag, type, audience and environment", async () => {
    const shop = aRepository()
    const flagged = { name: "a", message: "fix: a\n\nFeature-Flag: cart" }
    await shop.deploy({ of: "c", environment: "staging", commits: [flagged, { name: "b", message: "docs: b" }, "c"] })
    await shop.deploy({ of: "a" })
    expect(await shop.titles({ flag: "cart" })).toEqual(["a"])
    expect(await shop.titles({ flag: "car" })).toEqual([])
    expect(await shop.titles({ type: "docs" })).toEqual(["b"])
    expect(await shop.titles({ audience: "customer" })).toEqual(["a", "c"])
    expect(await shop.titles({ environment: "staging" })).toEqual(["a", "b", "c"])
    expect(await shop.titles({ state: "deployed", environment: "staging", type: "feat" })).toEqual(["c"])
    expect(await shop.titles({ state: "deployed", environment: "nowhere" })).toEqual([])
    expect(await shop.titles({ repository: "acme/nothing" })).toEqual([])
  })

  test("pages follow each other without a gap or a repetition, newest first", async () => {
    const shop = aRepository()
    const names = Array.from({ length: 23 }, (_, index) => String(index))
    await shop.deploy({ of: "22", commits: names.map((name) => ({ name, committedAt: at(Number(name) % 4) })) })
    expect((await listChanges(world.db, { after: null, limit: 3 })).length).toBe(3)
    const seen: Change[] = []
    for (let after: Change | undefined; seen.length < 23; after = seen.at(-1)) {
      const page = await shop.list({ limit: 5, after: after ?? null })
      expect(page.length).toBeGreaterThan(0)
      seen.push(...page)
    }
    expect(seen.map(({ mergedAt }) => mergedAt.toString())).toEqual(
      names
        .map((name) => at(Number(name) % 4))
        .sort()
        .reverse(),
    )
    expect(new Set(seen.map(({ id }) => id)).size).toBe(23)
  })
})

test("production is the environment that the repository says it is", async () => {
  const shop = aRepository()
  await shop.deploy({ of: "b", environment: "live", commits: ["a", "b"] })
  await shop.deploy({ of: "a" })
  expect(await shop.titles({ state: "unreleased" })).toEqual(["a"])
  const repository = (await listRepositories(world.db, { after: null, limit: 100 })).find(({ name }) => name === shop.repository)
  if (!repository) throw new Error("no repository")
  await editRepository(world, ADA, { id: repository.id, productionEnvironment: "live" })
  expect(await shop.titles({ state: "unreleased" })).toEqual(["a", "b"])
})

test("a launch is told which of its changes production does not have", async () => {
  const shop = aRepository()
  await shop.deploy({ of: "c", environment: "staging", commits: ["a", "b", "c"] })
  await shop.deploy({ of: "b" })
  const [a, b, c] = await Promise.all(["a", "b", "c"].map(shop.change))
  if (!a || !b || !c) throw new Error("three changes")
  const unknown = newId<ChangeId>()
  const missing = (ids: ChangeId[]) => world.db.transaction((tx) => listChangesNotInProduction(tx, ids))
  expect(await missing([c.id, a.id, unknown, b.id])).toEqual([c.id, unknown])
  expect(await missing([a.id, b.id])).toEqual([])
  expect(await missing([])).toEqual([])
})

describe("editing a change", () => {
  const edit = (id: ChangeId, given: object) => editChange(world, ADA, { id, ...editChangeInput.parse(given) })

  test("changes what is given, and the audience decides what is unreleased", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "a", commits: ["a"] })
    const { id } = await shop.change("a")
    await edit(id, { title: "Prices", type: "perf", flags: ["b", "a", "b"] })
    expect(await getChange(world.db, id)).toMatchObject({ title: "Prices", type: "perf", flags: ["a", "b"], audience: "customer" })
    await edit(id, { audience: "internal", flags: [] })
    expect(await getChange(world.db, id)).toMatchObject({ title: "Prices", flags: [], audience: "internal" })
    expect(await shop.titles({ state: "unreleased" })).toEqual([])
  })

  test("is refused while its release launches, and for the flags of what is released", async () => {
    const shop = aRepository()
    await shop.deploy({ of: "b", commits: ["a", "b"] })
    const [a, b] = [await shop.change("a"), await shop.change("b")]
    await aRelease([a.id], "launching")
    await aRelease([b.id], "released")
    await expect(edit(a.id, { title: "Prices" })).rejects.toMatchObject({ code: "launching" })
    await expect(edit(b.id, { flags: ["x"], title: "Prices" })).rejects.toMatchObject({ code: "released" })
    expect(await shop.titles()).toEqual(["a", "b"])
    await edit(b.id, { title: "Prices" })
    expect(await shop.titles()).toEqual(["Prices", "a"])
  })

  test("needs the right to, and a change that exists", async () => {
    const reader = { kind: "token", id: idOf<TokenId>("t"), name: "reader", scopes: ["releases:read"], environment: null } as const
    await expect(editChange(world, reader, { id: newId(), title: "x" })).rejects.toMatchObject({ kind: "forbidden" })
    await expect(edit(newId(), { title: "x" })).rejects.toMatchObject({ kind: "not_found" })
    expect(editChangeInput.safeParse({}).success).toBe(false)
  })
})
