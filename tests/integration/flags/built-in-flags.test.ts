import { beforeAll, describe, expect, test } from "vitest"
import { advanceSiteRevision } from "#lib/documents/advance-site-revision.ts"
import { OFF } from "#lib/flags/built-in-flag.ts"
import { getFlag } from "#lib/flags/queries.ts"
import { setBuiltInFlags } from "#lib/flags/set-built-in-flags.ts"
import { withdrawBuiltInFlags } from "#lib/flags/withdraw-built-in-flags.ts"
import type { FlagId } from "#lib/kernel/ids.ts"
import { aWorld, type World } from "#tests/support/world.ts"
import { aFlag, changeTo, ON, publicRows, seenByVisitors, siteRevision, turnPublic } from "./flag-steps.ts"

let world: World
beforeAll(async () => {
  world = await aWorld()
})

describe("setting built-in flags", () => {
  test("shows public ones to visitors from the revision of the same transaction on, and not before it", async () => {
    const flags = [await aFlag(world, "set-one"), await aFlag(world, "set-two")]
    const { revision } = await turnPublic(world, flags)
    expect(await seenByVisitors(world, "set-one", revision - 1)).toBeNull()
    expect(await seenByVisitors(world, "set-one", revision)).toEqual(ON)
    expect(await seenByVisitors(world, "set-two", revision)).toEqual(ON)
    expect(await getFlag(world.db, flags[0] ?? missing())).toMatchObject({ state: ON, isPublic: true, version: 2 })
  })

  test("ends the state before, so that each revision has one", async () => {
    const flag = await aFlag(world, "set-twice")
    const first = await turnPublic(world, [flag])
    const second = await turnPublic(world, [flag], { ...ON, rollout: 10 })
    expect(await seenByVisitors(world, "set-twice", first.revision)).toEqual(ON)
    expect(await seenByVisitors(world, "set-twice", second.revision)).toEqual({ ...ON, rollout: 10 })
    expect(await publicRows(world, flag)).toMatchObject([
      { from: first.revision, until: second.revision },
      { from: second.revision, until: null },
    ])
  })

  test("makes no new row for a state that visitors see already", async () => {
    const flag = await aFlag(world, "set-same")
    await turnPublic(world, [flag])
    await turnPublic(world, [flag])
    expect(await publicRows(world, flag)).toHaveLength(1)
  })

  test("leaves alone, and names, what somebody else has changed since it was read", async () => {
    const [ours, theirs] = [await aFlag(world, "set-ours"), await aFlag(world, "set-theirs")]
    const changes = [
      await changeTo(world, ours, { state: ON, isPublic: true }),
      await changeTo(world, theirs, { state: ON, isPublic: true }),
    ]
    await turnPublic(world, [theirs], { ...ON, rollout: 5 })
    const { written, revision } = await world.db.transaction(async (tx) => {
      const revision = await advanceSiteRevision(tx)
      return { revision, written: await setBuiltInFlags(tx, changes, revision) }
    })
    expect(written).toEqual({ applied: [{ flagId: ours, version: 2 }], lost: [theirs] })
    expect(await seenByVisitors(world, "set-theirs", revision)).toEqual({ ...ON, rollout: 5 })
    expect(await seenByVisitors(world, "set-ours", revision)).toEqual(ON)
  })

  test("keeps what is not public from visitors", async () => {
    const flag = await aFlag(world, "set-secretly")
    const change = await changeTo(world, flag, { state: ON, isPublic: false })
    await world.db.transaction((tx) => setBuiltInFlags(tx, [change], null))
    expect(await seenByVisitors(world, "set-secretly", await siteRevision(world))).toBeNull()
    expect(await getFlag(world.db, flag)).toMatchObject({ state: ON, isPublic: false })
  })

  test("refuses to change what visitors see without a site revision, and changes nothing then", async () => {
    const flag = await aFlag(world, "set-without-revision")
    const change = await changeTo(world, flag, { state: ON, isPublic: true })
    await expect(world.db.transaction((tx) => setBuiltInFlags(tx, [change], null))).rejects.toThrow("with a site revision only")
    expect(await getFlag(world.db, flag)).toMatchObject({ state: OFF, version: 1 })
  })
})

describe("withdrawing built-in flags", () => {
  async function withdraw(flagId: FlagId, recorded: { state: typeof ON; isPublic: boolean }) {
    const change = await changeTo(world, flagId, recorded)
    return world.db.transaction(async (tx) => {
      const revision = await advanceSiteRevision(tx)
      return { revision, ...(await withdrawBuiltInFlags(tx, [change], revision)) }
    })
  }

  test("makes visitors forget a flag that they did not know of before", async () => {
    const flag = await aFlag(world, "withdrawn")
    const launch = await turnPublic(world, [flag])
    const recall = await withdraw(flag, { state: OFF, isPublic: false })
    expect(await seenByVisitors(world, "withdrawn", recall.revision)).toBeNull()
    expect(await publicRows(world, flag)).toEqual([{ from: launch.revision, until: recall.revision, enabled: true, withdrawn: true }])
    expect(await getFlag(world.db, flag)).toMatchObject({ state: OFF, isPublic: false, version: 3 })
  })

  test("gives a flag that was public before its former state back", async () => {
    const flag = await aFlag(world, "restored")
    await turnPublic(world, [flag], { ...ON, rollout: 5 })
    const launch = await turnPublic(world, [flag])
    const recall = await withdraw(flag, { state: { ...ON, rollout: 5 }, isPublic: true })
    expect(await seenByVisitors(world, "restored", launch.revision)).toEqual(ON)
    expect(await seenByVisitors(world, "restored", recall.revision)).toEqual({ ...ON, rollout: 5 })
  })

  test("leaves alone what somebody changed since the launch", async () => {
    const flag = await aFlag(world, "left-alone")
    await turnPublic(world, [flag])
    const recorded = await changeTo(world, flag, { state: OFF, isPublic: false })
    await turnPublic(world, [flag], { ...ON, rollout: 50 })
    const { lost, revision } = await world.db.transaction(async (tx) => {
      const revision = await advanceSiteRevision(tx)
      return { revision, ...(await withdrawBuiltInFlags(tx, [recorded], revision)) }
    })
    expect(lost).toEqual([flag])
    expect(await seenByVisitors(world, "left-alone", revision)).toEqual({ ...ON, rollout: 50 })
  })

  test("lets the flag be launched again", async () => {
    const flag = await aFlag(world, "launched-again")
    await turnPublic(world, [flag])
    await withdraw(flag, { state: OFF, isPublic: false })
    const again = await turnPublic(world, [flag])
    expect(await seenByVisitors(world, "launched-again", again.revision)).toEqual(ON)
  })
})

test("Turning twenty flags takes two statements", async () => {
  const flags = await Promise.all(Array.from({ length: 20 }, (_, number) => aFlag(world, `many-${number}`)))
  const changes = await Promise.all(flags.map((flag) => changeTo(world, flag, { state: ON, isPublic: true })))
  const sent = await world.db.transaction(async (tx) => {
    const revision = await advanceSiteRevision(tx)
    let statements = 0
    const counting = Object.assign(Object.create(tx), {
      execute: (query: Parameters<typeof tx.execute>[0]) => {
        statements += 1
        return tx.execute(query)
      },
    })
    await setBuiltInFlags(counting, changes, revision)
    return statements
  })
  expect(sent).toBe(2)
})

function missing(): never {
  throw new Error("the test made no such flag")
}
