import { beforeAll, describe, expect, test } from "vitest"
import type { Actor } from "#lib/access/actor.ts"
import { listAudit } from "#lib/audit/queries.ts"
import { OFF } from "#lib/flags/built-in-flag.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import type { ChangeFlag } from "#lib/flags/input.ts"
import { listCurrentFlags } from "#lib/flags/list-current-flags.ts"
import { findFlag, getFlag, listFlags } from "#lib/flags/queries.ts"
import { type FlagId, idOf, newId, type TokenId } from "#lib/kernel/ids.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import { aFlag, aRelease, moveRelease, ON, openLaunch, seenByVisitors, siteRevision, turnPublic } from "./flag-steps.ts"

let world: World
beforeAll(async () => {
  world = await aWorld()
})

const change = (id: FlagId, input: ChangeFlag) => changeBuiltInFlag(world, ADA, { id, ...input })
const visible = async (key: string) => seenByVisitors(world, key, await siteRevision(world))
const READER: Actor = { kind: "token", id: idOf<TokenId>("reader"), name: "reader", scopes: ["releases:read"], environment: null }
const NEW = { connection: "builtin" as const, key: "new", environment: "production", description: "" }

describe("creating a flag", () => {
  test("makes one that is off, unknown to visitors, and on the record", async () => {
    const before = await siteRevision(world)
    const id = await createFlag(world, ADA, { ...NEW, key: "created", description: "A try" })
    expect(await getFlag(world.db, id)).toMatchObject({
      connection: "builtin",
      key: "created",
      environment: "production",
      description: "A try",
      exposure: { kind: "off" },
      state: OFF,
      isPublic: false,
      version: 1,
      releases: [],
    })
    expect(await visible("created")).toBeNull()
    expect(await siteRevision(world)).toBe(before)
    const [record] = await listAudit(world.db, { limit: 1, before: null, subjectKind: "flag", subjectId: id })
    expect(record).toMatchObject({
      action: "flag.created",
      actor: { name: "bootstrap token" },
      detail: { key: "created", description: "A try" },
    })
  })

  test("is refused a second time, with the id of the first", async () => {
    const id = await aFlag(world, "twice")
    await expect(aFlag(world, "twice")).rejects.toMatchObject({ code: "flag_exists", message: expect.stringContaining(id) })
    await expect(aFlag(world, "twice", "staging")).resolves.not.toBe(id)
  })

  test("at the same time makes one flag", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => aFlag(world, "raced")))
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  })

  test("is for those who may write flags", async () => {
    await expect(createFlag(world, READER, NEW)).rejects.toMatchObject({ code: "forbidden" })
    await expect(changeBuiltInFlag(world, READER, { id: newId<FlagId>(), enabled: true })).rejects.toMatchObject({ code: "forbidden" })
  })
})

describe("changing a flag", () => {
  test("that no release waits to show lets visitors know of it once somebody gets it", async () => {
    const id = await aFlag(world, "kill-switch")
    const before = await siteRevision(world)
    await change(id, { description: "Stops imports" })
    await change(id, { rollout: 0 })
    await change(id, { enabled: true })
    expect([await siteRevision(world), await visible("kill-switch")]).toEqual([before, null])
    await change(id, { rollout: 20 })
    expect([await siteRevision(world), await visible("kill-switch")]).toEqual([before + 1, { enabled: true, rollout: 20, targeting: [] }])
    await change(id, { enabled: false })
    expect([await siteRevision(world), await visible("kill-switch")]).toEqual([before + 2, { enabled: false, rollout: 20, targeting: [] }])
  })

  test("that a release waits to show keeps it from visitors", async () => {
    const id = await aFlag(world, "waiting")
    await aRelease(world, [id])
    const before = await siteRevision(world)
    await change(id, { enabled: true })
    await change(id, { rollout: 50 })
    expect([await siteRevision(world), await visible("waiting")]).toEqual([before, null])
    expect(await getFlag(world.db, id)).toMatchObject({
      state: { ...ON, rollout: 50 },
      isPublic: false,
      releases: [{ name: "New editor", state: "planned" }],
    })
    expect(await listCurrentFlags(world, { environment: "production", key: "waiting" })).toEqual([
      { key: "waiting", state: { ...ON, rollout: 50 } },
    ])
  })

  test.each(["recalled", "launching"] as const)("that a %s release targets keeps it from visitors too", async (state) => {
    const id = await aFlag(world, `of-${state}`)
    await moveRelease(world, await aRelease(world, [id]), state)
    await change(id, { enabled: true })
    expect(await visible(`of-${state}`)).toBeNull()
  })

  test("of a release that is out is seen at once", async () => {
    const id = await aFlag(world, "released")
    await moveRelease(world, await aRelease(world, [id]), "released")
    await turnPublic(world, [id])
    await change(id, { rollout: 5 })
    expect(await visible("released")).toEqual({ ...ON, rollout: 5 })
  })

  test("that visitors know of is seen even while another release waits to move it", async () => {
    const id = await aFlag(world, "known")
    await change(id, { enabled: true })
    await aRelease(world, [id])
    await change(id, { enabled: false })
    expect(await visible("known")).toEqual(OFF)
  })

  test("to what it is already changes nothing and records nothing", async () => {
    const id = await aFlag(world, "unchanged")
    await change(id, { enabled: true })
    const before = { revision: await siteRevision(world), flag: await getFlag(world.db, id) }
    await change(id, { enabled: true, rollout: 100, targeting: [], description: "" })
    await change(id, {})
    expect({ revision: await siteRevision(world), flag: await getFlag(world.db, id) }).toEqual(before)
    expect(await listAudit(world.db, { limit: 10, before: null, subjectKind: "flag", subjectId: id })).toHaveLength(2)
  })

  test("records what it was and what it became", async () => {
    const id = await aFlag(world, "recorded")
    await change(id, { enabled: true, rollout: 10, description: "A try" })
    const [record] = await listAudit(world.db, { limit: 1, before: null, subjectKind: "flag", subjectId: id })
    expect(record).toMatchObject({
      action: "flag.changed",
      detail: {
        before: { enabled: false, rollout: 100, description: "", isPublic: false },
        after: { enabled: true, rollout: 10, description: "A try", isPublic: true },
      },
    })
  })

  test.each(["flipping", "rolling_back"] as const)("is refused while a launch of it is %s", async (state) => {
    const id = await aFlag(world, `in-hand-${state}`)
    await openLaunch(world, await aRelease(world, [id]), state)
    await expect(change(id, { enabled: true })).rejects.toMatchObject({ code: "launching" })
    expect(await getFlag(world.db, id)).toMatchObject({ state: OFF, version: 1 })
  })

  test("is possible again once the launch has failed", async () => {
    const id = await aFlag(world, "let-go")
    await openLaunch(world, await aRelease(world, [id]), "failed")
    await change(id, { enabled: true })
    expect(await getFlag(world.db, id)).toMatchObject({ state: ON })
  })

  test("by many people at once loses nobody's change", async () => {
    const id = await aFlag(world, "busy")
    await Promise.all(Array.from({ length: 8 }, (_, number) => change(id, { enabled: true, rollout: 10 + number })))
    expect(await getFlag(world.db, id)).toMatchObject({ version: 9, isPublic: true })
    expect(await visible("busy")).toEqual((await getFlag(world.db, id)).state)
  })

  test("that is not there is refused", async () => {
    await expect(change(newId<FlagId>(), { enabled: true })).rejects.toMatchObject({ code: "not_found" })
    expect(await findFlag(world.db, newId<FlagId>())).toBeNull()
  })
})

test("Flags are listed the newest first, page by page, and by key or environment", async () => {
  const made = [await aFlag(world, "paged", "one"), await aFlag(world, "paged", "two"), await aFlag(world, "paged", "three")]
  const all = await listFlags(world.db, { key: "paged", after: null, limit: 10 })
  expect(all.map(({ id }) => id)).toEqual(made.toReversed())
  const first = await listFlags(world.db, { key: "paged", after: null, limit: 2 })
  const rest = await listFlags(world.db, { key: "paged", after: first.at(-1)?.id ?? null, limit: 2 })
  expect([...first, ...rest]).toEqual(all)
  expect(await listFlags(world.db, { environment: "two", after: null, limit: 10 })).toMatchObject([{ key: "paged", environment: "two" }])
})
