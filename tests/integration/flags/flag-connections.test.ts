import { eq, sql } from "drizzle-orm"
import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import { flagConnections } from "#db/schema/flags.ts"
import type { Actor } from "#lib/access/actor.ts"
import { listAudit } from "#lib/audit/queries.ts"
import { addConnectedFlag } from "#lib/flags/add-connected-flag.ts"
import { changeConnectedFlag } from "#lib/flags/change-connected-flag.ts"
import { createFlagConnection } from "#lib/flags/create-flag-connection.ts"
import { editFlagConnection } from "#lib/flags/edit-flag-connection.ts"
import { createFlagConnectionInput, type EditFlagConnection } from "#lib/flags/input.ts"
import { findFlag, findFlagConnection, getFlag, getFlagConnection, listFlagConnections, listFlags } from "#lib/flags/queries.ts"
import { removeFlagConnection } from "#lib/flags/remove-flag-connection.ts"
import { testFlagConnection } from "#lib/flags/test-flag-connection.ts"
import { type FlagConnectionId, type FlagId, idOf, newId, type TokenId } from "#lib/kernel/ids.ts"
import { editRelease } from "#lib/releases/edit-release.ts"
import { openSecret } from "#lib/secrets/sealed-secret.ts"
import { secretKeys } from "#lib/secrets/secret-keys.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { aConnectedFlag, aConnection, type Connected, connected, seen, TOKEN } from "./connection-steps.ts"
import { aFlag, aRelease, moveRelease } from "./flag-steps.ts"

let world: Connected
beforeAll(async () => {
  world = connected(await aWorld())
})
beforeEach(() => {
  world = connected(world)
})

const holder = (scopes: Extract<Actor, { kind: "token" }>["scopes"], environment: string | null = null): Actor => ({
  kind: "token",
  id: idOf<TokenId>("reader"),
  name: "reader",
  scopes,
  environment,
})
const READER = holder(["releases:read", "flags:write"])

const edit = (id: FlagConnectionId, input: EditFlagConnection) => editFlagConnection(world, ADA, { id, ...input })

async function lastRecord(id: string) {
  const [record] = await listAudit(world.db, { limit: 1, before: null, subjectId: id })
  return record
}

/** What the database holds for the connection, opened with the portal's own key. */
async function tokenOf(id: FlagConnectionId): Promise<string | null> {
  const [row] = await world.db.select({ sealed: flagConnections.sealedToken }).from(flagConnections).where(eq(flagConnections.id, id))
  if (!row?.sealed) return null
  return openSecret(secretKeys(world.settings), row.sealed, { table: "flag_connections", id, column: "sealed_token" })
}

describe("connecting a flag service", () => {
  test("keeps where it is and the sealed token, and records all but the token", async () => {
    const id = await aConnection(world, { name: "Shop", baseUrl: "https://shop.acme.example/" })
    expect(await getFlagConnection(world.db, id)).toEqual({
      id,
      kind: "unleash",
      name: "Shop",
      baseUrl: "https://shop.acme.example",
      project: "default",
      hasToken: true,
      testedAt: null,
      report: null,
      quietUntil: null,
      createdAt: expect.anything(),
    })
    expect(await tokenOf(id)).toBe(TOKEN)
    const record = await lastRecord(id)
    expect(record).toMatchObject({
      action: "connection.created",
      subject: { kind: "connection", id },
      detail: { name: "Shop", project: "default" },
    })
    expect(Object.keys(record?.detail ?? {}).sort()).toEqual(["baseUrl", "kind", "name", "project"])
    expect(world.service.calls).toEqual([])
  })

  test("is refused for an address that may not be called, and keeps nothing of it", async () => {
    const before = await listFlagConnections(world.db, { after: null, limit: 100 })
    await expect(aConnection(world, { baseUrl: "https://inside.acme.example" })).rejects.toMatchObject({
      code: "invalid",
      complaints: [{ path: "baseUrl", message: "cannot be called: it leads to a private address." }],
    })
    expect(await listFlagConnections(world.db, { after: null, limit: 100 })).toEqual(before)
  })

  test("is refused a second time for one project, however often and at once it is asked for", async () => {
    const input = createFlagConnectionInput.parse({ kind: "unleash", name: "One", baseUrl: "https://one.acme.example", token: TOKEN })
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => createFlagConnection(world, ADA, input)))
    const made = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []))
    expect(made).toHaveLength(1)
    await expect(createFlagConnection(world, ADA, input)).rejects.toMatchObject({
      code: "connection_exists",
      message: expect.stringContaining(made[0] ?? "no id"),
    })
    await expect(createFlagConnection(world, ADA, { ...input, project: "other" })).resolves.toEqual(expect.any(String))
  })

  test("is for those who may manage connections", async () => {
    const id = await aConnection(world)
    await expect(
      createFlagConnection(
        world,
        READER,
        createFlagConnectionInput.parse({ kind: "unleash", name: "a", baseUrl: "https://a.example", token: TOKEN }),
      ),
    ).rejects.toMatchObject({ code: "forbidden" })
    await expect(editFlagConnection(world, READER, { id, name: "b" })).rejects.toMatchObject({ code: "forbidden" })
    await expect(removeFlagConnection(world, READER, id)).rejects.toMatchObject({ code: "forbidden" })
    await expect(testFlagConnection(world, READER, id)).rejects.toMatchObject({ code: "forbidden" })
  })
})

describe("editing a connection", () => {
  test("to another address forgets the token, what was seen there, and what the test found", async () => {
    const id = await aConnection(world)
    const flag = await aConnectedFlag(world, "seen-there", id)
    await testFlagConnection(world, ADA, id)
    await world.db.execute(sql`update flag_connections set quiet_until = now() + interval '1 minute' where id = ${id}`)
    await edit(id, { baseUrl: "https://another.acme.example" })
    expect(await getFlagConnection(world.db, id)).toMatchObject({ hasToken: false, testedAt: null, report: null, quietUntil: null })
    expect(await tokenOf(id)).toBeNull()
    expect(await getFlag(world.db, flag)).toMatchObject({ exposure: { kind: "unknown", reason: "not looked at yet" }, observedAt: null })
    expect(await lastRecord(id)).toMatchObject({
      action: "connection.edited",
      detail: { token: "forgotten", after: { baseUrl: "https://another.acme.example" } },
    })
  })

  test("to another address keeps the token that comes along", async () => {
    const id = await aConnection(world)
    await edit(id, { baseUrl: "https://with-token.acme.example", token: "another-token" })
    expect(await tokenOf(id)).toBe("another-token")
    const record = await lastRecord(id)
    expect(record).toMatchObject({ detail: { token: "replaced" } })
    expect(JSON.stringify(record)).not.toContain("another-token")
  })

  test("of its name keeps everything else, and a new token forgets only what the old one was told", async () => {
    const id = await aConnection(world)
    await testFlagConnection(world, ADA, id)
    await edit(id, { name: "Renamed" })
    expect(await getFlagConnection(world.db, id)).toMatchObject({ name: "Renamed", hasToken: true, report: { ok: true } })
    expect(await tokenOf(id)).toBe(TOKEN)
    await edit(id, { token: "another-token" })
    expect(await getFlagConnection(world.db, id)).toMatchObject({ name: "Renamed", hasToken: true, report: null, testedAt: null })
    await edit(id, { token: null })
    expect(await getFlagConnection(world.db, id)).toMatchObject({ hasToken: false })
  })

  test("to what it is already changes nothing and records nothing", async () => {
    const id = await aConnection(world)
    const before = await getFlagConnection(world.db, id)
    await edit(id, { name: before.name, baseUrl: before.baseUrl })
    await edit(id, {})
    expect(await getFlagConnection(world.db, id)).toEqual(before)
    expect(await tokenOf(id)).toBe(TOKEN)
    expect(await lastRecord(id)).toMatchObject({ action: "connection.created" })
  })

  test("is refused for an address that may not be called, or that another connection has", async () => {
    const [id, other] = [await aConnection(world), await aConnection(world)]
    const { baseUrl } = await getFlagConnection(world.db, other)
    await expect(edit(id, { baseUrl: "https://inside.acme.example" })).rejects.toMatchObject({ code: "invalid" })
    await expect(edit(id, { baseUrl })).rejects.toMatchObject({ code: "connection_exists" })
    expect(await tokenOf(id)).toBe(TOKEN)
  })

  test.each(["flipping", "rolling_back", "recalling", "attention"] as const)(
    "to another address is refused while a launch there is %s",
    async (state) => {
      const id = await aConnection(world)
      const flag = await aConnectedFlag(world, `writing-${state}`, id)
      await aLaunchOf(flag, state)
      await expect(edit(id, { baseUrl: `https://${state.replace("_", "-")}.acme.example` })).rejects.toMatchObject({ code: "launching" })
      await edit(id, { token: "a-new-token-for-it" })
      expect(await tokenOf(id)).toBe("a-new-token-for-it")
    },
  )

  test("that is not there, or of the built-in one, is refused", async () => {
    await expect(edit(newId<FlagConnectionId>(), { name: "a" })).rejects.toMatchObject({ code: "not_found" })
    await expect(edit(idOf<FlagConnectionId>("builtin"), { name: "a" })).rejects.toMatchObject({ code: "not_found" })
    await expect(removeFlagConnection(world, ADA, idOf<FlagConnectionId>("builtin"))).rejects.toMatchObject({ code: "not_found" })
    expect(await findFlagConnection(world.db, "builtin")).toBeNull()
  })
})

describe("testing a connection", () => {
  test("keeps the service's report, and records which checks failed", async () => {
    const id = await aConnection(world)
    const report = {
      ok: false,
      checks: [
        { check: "token", status: "pass" as const, detail: "accepted" },
        { check: "strategies", status: "fail" as const, detail: "The token lacks: Update strategies in production." },
      ],
    }
    world.service.answers.test = report
    await testFlagConnection(world, ADA, id)
    expect(await getFlagConnection(world.db, id)).toMatchObject({ report, testedAt: expect.anything() })
    expect(await lastRecord(id)).toMatchObject({ action: "connection.tested", detail: { ok: false, failed: ["strategies"] } })
  })

  test("that is not there asks nobody", async () => {
    await expect(testFlagConnection(world, ADA, newId<FlagConnectionId>())).rejects.toMatchObject({ code: "not_found" })
    expect(world.service.calls).toEqual([])
  })
})

describe("removing a connection", () => {
  test("takes its flags here with it, and nothing of another one", async () => {
    const [id, other] = [await aConnection(world), await aConnection(world)]
    const flags = [await aConnectedFlag(world, "gone-one", id), await aConnectedFlag(world, "gone-two", id)]
    const kept = await aConnectedFlag(world, "kept", other)
    await world.db.execute(sql`insert into flag_leases values (${flags[0]}, gen_random_uuid(), now())`)
    await removeFlagConnection(world, ADA, id)
    expect(await findFlagConnection(world.db, id)).toBeNull()
    for (const flag of flags) expect(await findFlag(world.db, flag)).toBeNull()
    expect(await findFlag(world.db, kept)).not.toBeNull()
    expect(await lastRecord(id)).toMatchObject({
      action: "connection.removed",
      detail: { flags: ["gone-one in production", "gone-two in production"] },
    })
    expect(world.service.calls.every(({ call }) => call === "read")).toBe(true)
  })

  test.each(["planned", "scheduled", "launching", "released", "recalled"] as const)(
    "is refused while a %s release targets a flag of it",
    async (state) => {
      const id = await aConnection(world)
      const release = await aRelease(world, [await aConnectedFlag(world, "targeted", id), await aFlag(world, `own-${state}`)])
      await moveRelease(world, release, state)
      await expect(removeFlagConnection(world, ADA, id)).rejects.toMatchObject({
        code: "in_use",
        message: expect.stringContaining(`"New editor" (${state})`),
      })
      expect(await tokenOf(id)).toBe(TOKEN)
    },
  )

  test("is possible once no release targets its flags", async () => {
    const id = await aConnection(world)
    const release = await aRelease(world, [await aConnectedFlag(world, "let-go", id)])
    await editRelease(world, ADA, { id: release, flags: [] })
    await removeFlagConnection(world, ADA, id)
    expect(await findFlagConnection(world.db, id)).toBeNull()
  })

  test("is refused while a launch's record names a flag of it", async () => {
    const id = await aConnection(world)
    const flag = await aConnectedFlag(world, "moved-once", id)
    const release = await aLaunchOf(flag, "failed")
    await editRelease(world, ADA, { id: release, flags: [] })
    await expect(removeFlagConnection(world, ADA, id)).rejects.toMatchObject({ code: "in_use" })
  })

  test("and targeting its flag at the same time leaves one of the two", async () => {
    for (let round = 0; round < 10; round++) {
      const id = await aConnection(world)
      const flag = await aConnectedFlag(world, "raced", id)
      const [removed, targeted] = await Promise.allSettled([removeFlagConnection(world, ADA, id), aRelease(world, [flag])])
      expect([removed.status, targeted.status].sort()).toEqual(["fulfilled", "rejected"])
    }
  })
})

describe("adding a flag of a connection", () => {
  const add = (more: Partial<Parameters<typeof addConnectedFlag>[2]> & { connection: string }, actor = ADA) =>
    addConnectedFlag(world, actor, { key: "new-editor", environment: "production", description: "", ...more })

  test("looks at it first, and keeps what it serves", async () => {
    const connection = await aConnection(world)
    world.service.answers.read = seen({ kind: "percentage", percent: 25 })
    const id = await add({ connection, key: "new~editor*", description: "A try" })
    expect(world.service.calls).toMatchObject([{ call: "read", flag: { key: "new~editor*", environment: "production" } }])
    expect(await getFlag(world.db, id)).toMatchObject({
      connection,
      key: "new~editor*",
      description: "A try",
      exposure: { kind: "percentage", percent: 25 },
      observedAt: expect.anything(),
      state: null,
      releases: [],
    })
    expect(await lastRecord(id)).toMatchObject({ action: "flag.created", detail: { connection, observed: { kind: "percentage" } } })
  })

  test.each([
    [
      { is: "refused", because: "missing", reason: "No such feature." },
      { code: "invalid", complaints: [{ path: "key" }] },
    ],
    [
      { is: "refused", because: "credential", reason: "The token is unknown." },
      { code: "flag_service_refused", kind: "conflict" },
    ],
    [{ is: "refused", because: "approval", reason: "Ask somebody." }, { code: "flag_service_refused" }],
    [
      { is: "retry", reason: "It timed out." },
      { code: "flag_service_unavailable", kind: "unavailable" },
    ],
  ] as const)("that the service does not show is refused: %j", async (answer, refusal) => {
    const connection = await aConnection(world)
    world.service.answers.read = answer
    await expect(add({ connection })).rejects.toMatchObject({ ...refusal, message: expect.stringContaining(answer.reason) })
    expect(await listFlags(world.db, { connection, after: null, limit: 10 })).toEqual([])
  })

  test("is refused a second time without asking, and at once makes one", async () => {
    const connection = await aConnection(world)
    const id = await add({ connection })
    world.service.calls.length = 0
    await expect(add({ connection })).rejects.toMatchObject({ code: "flag_exists", message: expect.stringContaining(id) })
    expect(world.service.calls).toEqual([])
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => add({ connection, key: "raced" })))
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  })

  test("is refused where there is no such connection, even if it goes while the service is asked", async () => {
    await expect(add({ connection: newId<FlagConnectionId>() })).rejects.toMatchObject({ complaints: [{ path: "connection" }] })
    const connection = await aConnection(world)
    const flags = {
      look: async () => {
        await removeFlagConnection(world, ADA, connection)
        return seen({ kind: "off" })
      },
    }
    const adding = addConnectedFlag({ db: world.db, flags }, ADA, { connection, key: "late", environment: "production", description: "" })
    await expect(adding).rejects.toMatchObject({ complaints: [{ path: "connection" }] })
  })

  test("is for those who may write flags, in their own environment", async () => {
    const connection = await aConnection(world)
    await expect(add({ connection }, holder(["releases:read"]))).rejects.toMatchObject({ code: "forbidden" })
    await expect(add({ connection }, holder(["flags:write"], "staging"))).rejects.toMatchObject({ code: "forbidden" })
    expect(world.service.calls).toEqual([])
  })
})

describe("changing a flag of a connection", () => {
  const change = (id: FlagId, input: object) => changeConnectedFlag(world, ADA, { id, ...input })

  test("changes our words about it, on the record, and calls nobody", async () => {
    const id = await aConnectedFlag(world, "described")
    world.service.calls.length = 0
    await change(id, { description: "A try" })
    expect(await getFlag(world.db, id)).toMatchObject({ description: "A try", exposure: { kind: "off" } })
    expect(await lastRecord(id)).toMatchObject({
      action: "flag.changed",
      detail: { before: { description: "" }, after: { description: "A try" } },
    })
    await change(id, { description: "A try" })
    expect(await listAudit(world.db, { limit: 10, before: null, subjectId: id })).toHaveLength(2)
    expect(world.service.calls).toEqual([])
  })

  test("is refused for what only its service, or a release, can change", async () => {
    const id = await aConnectedFlag(world, "elsewhere")
    await expect(change(id, { description: "A try", enabled: true, rollout: 5, targeting: [] })).rejects.toMatchObject({
      complaints: ["enabled", "rollout", "targeting"].map((path) => ({ path, message: expect.stringContaining("by a release") })),
    })
    expect(await getFlag(world.db, id)).toMatchObject({ description: "" })
  })
})

test("Flags are listed together, or those of one connection", async () => {
  const connection = await aConnection(world)
  const theirs = [await aConnectedFlag(world, "listed-one", connection), await aConnectedFlag(world, "listed-two", connection)]
  const ours = await aFlag(world, "listed-one")
  const ids = async (filter: object) => (await listFlags(world.db, { after: null, limit: 100, ...filter })).map(({ id }) => id)
  expect(await ids({ connection })).toEqual(theirs.toReversed())
  expect(await ids({ key: "listed-one" })).toEqual([ours, theirs[0]])
  expect(await ids({ connection: "builtin", key: "listed-one" })).toEqual([ours])
  expect(await listFlags(world.db, { connection: "builtin", after: null, limit: 100 })).not.toContainEqual(
    expect.objectContaining({ state: null }),
  )
})

/** A launch that stands in this state, with a flip of the flag. */
async function aLaunchOf(flag: FlagId, state: "flipping" | "rolling_back" | "recalling" | "attention" | "failed") {
  const release = await aRelease(world, [flag])
  await world.db.execute(sql`
    with stage as (select id from stages where release_id = ${release}),
      launch as (
        insert into launches (id, release_id, stage_id, state) select gen_random_uuid(), ${release}, stage.id, ${state} from stage returning id
      )
    insert into flips (id, launch_id, flag_id, position, state, before, desired, recorded_state)
    select gen_random_uuid(), launch.id, ${flag}, 0, 'planned', '{"kind":"off"}', '{"kind":"everyone"}', '{}' from launch`)
  return release
}
