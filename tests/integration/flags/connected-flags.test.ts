import { randomUUID } from "node:crypto"
import { eq, sql } from "drizzle-orm"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { flagConnections, flagLeases } from "#db/schema/flags.ts"
import { editFlagConnection } from "#lib/flags/edit-flag-connection.ts"
import type { FlagChange } from "#lib/flags/flag-provider.ts"
import { openConnectedFlags } from "#lib/flags/open-connected-flags.ts"
import { getFlag, getFlagConnection } from "#lib/flags/queries.ts"
import { type FlagConnectionId, type FlagId, newId } from "#lib/kernel/ids.ts"
import { type OpenRuntime, openRuntime } from "#lib/runtime.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { aConnectedFlag, aConnection, type Connected, connected, keptLog, seen, TOKEN } from "./connection-steps.ts"
import { aFlag } from "./flag-steps.ts"

let world: Connected
let other: OpenRuntime
beforeAll(async () => {
  const opened = await aWorld()
  world = connected(opened)
  // Another process on the same database, as far as the database can tell.
  other = await openRuntime(opened.settings, { url: opened.url, publicUrl: opened.publicUrl, publicRole: "curtain_public" })
  afterAll(() => other.close())
})
beforeEach(() => {
  world = connected(world)
})

const CHANGE: FlagChange = { recorded: { made: "up" }, desired: { kind: "everyone" }, key: "one" }

const elsewhere = (leaseMs = 15_000) =>
  openConnectedFlags({ db: other.db, settings: other.settings, providers: { unleash: world.service.provider }, log: other.log, leaseMs })

async function leaseOf(flagId: FlagId) {
  const [lease] = await world.db.select().from(flagLeases).where(eq(flagLeases.flagId, flagId))
  return lease ?? null
}

describe("a call to a flag service", () => {
  test("goes to the connection's address with the token that was sealed, for the flag's key and environment", async () => {
    const connection = await aConnection(world, { baseUrl: "https://called.acme.example/base/" })
    const id = await aConnectedFlag(world, "new~editor!", connection)
    world.service.calls.length = 0
    await world.flags.read(id)
    await world.flags.set(id, CHANGE)
    await world.flags.restore(id, CHANGE)
    await world.flags.test(connection)
    const place = { baseUrl: "https://called.acme.example/base", project: "default", token: TOKEN }
    const flag = { ...place, key: "new~editor!", environment: "production" }
    expect(world.service.calls).toEqual([
      { call: "read", flag },
      { call: "set", flag: { ...flag, mayCall: expect.any(Function) } },
      { call: "restore", flag: { ...flag, mayCall: expect.any(Function) } },
      { call: "test", flag: place },
    ])
  })

  test("is not made for what has no service behind it", async () => {
    await expect(world.flags.read(await aFlag(world, "ours"))).rejects.toMatchObject({ code: "not_found" })
    await expect(world.flags.read(newId<FlagId>())).rejects.toMatchObject({ code: "not_found" })
    await expect(world.flags.test(newId<FlagConnectionId>())).rejects.toMatchObject({ code: "not_found" })
  })

  test("is not made without an adapter, and asks its adapter alone for obstacles", async () => {
    const id = await aConnectedFlag(world, "obstacles")
    expect(await world.flags.obstacle(id, {}, { kind: "percentage", percent: 5 })).toBe("It knows no percentages.")
    expect(await world.flags.obstacle(id, {}, { kind: "off" })).toBeNull()
    const bare = openConnectedFlags({ db: world.db, settings: world.settings, providers: {}, log: world.log })
    expect(await bare.read(id)).toMatchObject({ is: "refused", because: "impossible" })
  })

  test("is not made with a token that this portal's key does not open", async () => {
    const id = await aConnectedFlag(world, "other-key")
    world.service.calls.length = 0
    const settings = { secretKey: "another-secret-key-that-is-long-enough", previousSecretKeys: [] }
    const flags = openConnectedFlags({ db: world.db, settings, providers: { unleash: world.service.provider }, log: world.log })
    expect(await flags.read(id)).toMatchObject({
      is: "refused",
      because: "credential",
      reason: expect.stringContaining("CURTAIN_SECRET_KEY"),
    })
    const withBoth = { ...settings, previousSecretKeys: [world.settings.secretKey] }
    const both = openConnectedFlags({ db: world.db, settings: withBoth, providers: { unleash: world.service.provider }, log: world.log })
    expect(await both.read(id)).toMatchObject({ is: "seen" })
    expect(world.service.calls).toHaveLength(1)
  })

  test("is not made once the address has changed without a new token", async () => {
    const connection = await aConnection(world)
    const id = await aConnectedFlag(world, "moved-away", connection)
    await editFlagConnection(world, ADA, { id: connection, baseUrl: "https://elsewhere.acme.example" })
    world.service.calls.length = 0
    expect(await world.flags.set(id, CHANGE)).toEqual({
      is: "refused",
      because: "credential",
      reason: "The connection has no token: enter one.",
    })
    expect(await world.flags.test(connection)).toMatchObject({ ok: false, checks: [{ status: "fail" }] })
    expect(world.service.calls).toEqual([])
  })
})

describe("what a flag was seen to serve", () => {
  test("is kept with the time it was asked for", async () => {
    const id = await aConnectedFlag(world, "looked-at")
    const before = await getFlag(world.db, id)
    expect(before).toMatchObject({ exposure: { kind: "off" }, state: null, observedAt: expect.anything() })
    world.service.answers.read = seen({ kind: "targeted", summary: "2 users" })
    await world.flags.read(id)
    const after = await getFlag(world.db, id)
    expect(after.exposure).toEqual({ kind: "targeted", summary: "2 users" })
    expect(after.observedAt?.epochNanoseconds).toBeGreaterThan(before.observedAt?.epochNanoseconds ?? 0n)
  })

  test("is kept after a restore too, and not after what was no look", async () => {
    const id = await aConnectedFlag(world, "restored")
    world.service.answers.restore = seen({ kind: "percentage", percent: 5 })
    await world.flags.restore(id, CHANGE)
    expect((await getFlag(world.db, id)).exposure).toEqual({ kind: "percentage", percent: 5 })
    await world.flags.set(id, CHANGE)
    world.service.answers.read = { is: "refused", because: "missing", reason: "gone" }
    await world.flags.read(id)
    expect((await getFlag(world.db, id)).exposure).toEqual({ kind: "percentage", percent: 5 })
  })

  test("is not written over by a look that began before it and came back after it", async () => {
    const id = await aConnectedFlag(world, "slow-look")
    const slow = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const providers = {
      unleash: {
        ...world.service.provider,
        read: async () => {
          begun.resolve()
          await slow.promise
          return seen({ kind: "off" })
        },
      },
    }
    const late = openConnectedFlags({ db: other.db, settings: other.settings, providers, log: other.log }).read(id)
    await begun.promise
    world.service.answers.read = seen({ kind: "everyone" })
    await world.flags.read(id)
    slow.resolve()
    expect(await late).toMatchObject({ exposure: { kind: "off" } })
    expect((await getFlag(world.db, id)).exposure).toEqual({ kind: "everyone" })
  })
})

describe("a service that asks to be left in peace", () => {
  test("is called by no process until its time is over, whatever they want of it", async () => {
    const connection = await aConnection(world)
    const id = await aConnectedFlag(world, "quiet", connection)
    world.service.calls.length = 0
    world.service.answers.read = { is: "retry", reason: "429", afterMs: 60_000 }
    expect(await world.flags.read(id)).toEqual({ is: "retry", reason: "429", afterMs: 60_000 })
    for (const flags of [world.flags, elsewhere()]) {
      for (const answer of [await flags.read(id), await flags.set(id, CHANGE), await flags.restore(id, CHANGE)]) {
        expect(answer).toMatchObject({ is: "retry", reason: expect.stringMatching(/left in peace for another (59|60) s/) })
        expect("afterMs" in answer && answer.afterMs).toBeGreaterThan(50_000)
      }
      expect(await flags.look({ connectionId: connection, key: "new", environment: "production" })).toMatchObject({ is: "retry" })
      expect(await flags.test(connection)).toMatchObject({ ok: false, checks: [{ detail: expect.stringContaining("left in peace") }] })
    }
    expect(world.service.calls).toHaveLength(1)
    expect((await getFlagConnection(world.db, connection)).quietUntil).not.toBeNull()
  })

  test("is called again after it, by the database's clock", async () => {
    const connection = await aConnection(world)
    const id = await aConnectedFlag(world, "loud-again", connection)
    world.service.answers.read = { is: "retry", reason: "429", afterMs: 60_000 }
    await world.flags.read(id)
    await world.db.execute(
      sql`update flag_connections set quiet_until = clock_timestamp() - interval '1 microsecond' where id = ${connection}`,
    )
    world.service.answers.read = seen({ kind: "everyone" })
    expect(await elsewhere().read(id)).toMatchObject({ is: "seen" })
    expect((await getFlagConnection(world.db, connection)).quietUntil).toBeNull()
  })

  test("does not get more peace than an hour, and a shorter wish does not shorten a longer one", async () => {
    const connection = await aConnection(world)
    const id = await aConnectedFlag(world, "very-quiet", connection)
    world.service.answers.read = { is: "retry", reason: "429", afterMs: 1e12 }
    world.service.during = async () => void (await world.flags.read(id))
    world.service.answers.set = { is: "retry", reason: "429", afterMs: 5 }
    await world.flags.set(id, CHANGE)
    const [row] = await world.db.execute<{ seconds: number }>(
      sql`select extract(epoch from quiet_until - clock_timestamp())::int as seconds from flag_connections where id = ${connection}`,
    )
    expect(row?.seconds).toBeGreaterThan(3500)
    expect(row?.seconds).toBeLessThan(3601)
  })

  test("leaves other connections as they were, and a retry that names no time leaves all", async () => {
    const connection = await aConnection(world)
    const id = await aConnectedFlag(world, "unnamed-time", connection)
    world.service.answers.read = { is: "retry", reason: "it timed out" }
    await world.flags.read(id)
    expect((await getFlagConnection(world.db, connection)).quietUntil).toBeNull()
    world.service.answers.read = { is: "retry", reason: "429", afterMs: 60_000 }
    await world.flags.read(id)
    world.service.answers.read = seen({ kind: "off" })
    expect(await world.flags.read(await aConnectedFlag(world, "neighbour"))).toMatchObject({ is: "seen" })
  })
})

describe("writers of one flag", () => {
  /** Notes how many are within the service at once. */
  function counting(pauseMs: number) {
    const most = { now: 0, ever: 0, times: 0 }
    world.service.during = async () => {
      most.now += 1
      most.times += 1
      most.ever = Math.max(most.ever, most.now)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      most.now -= 1
    }
    return most
  }

  async function untilDone(write: () => Promise<{ is: string }>): Promise<number> {
    let refused = 0
    while ((await write()).is === "retry") {
      refused += 1
      await new Promise((resolve) => setTimeout(resolve, 3))
    }
    return refused
  }

  test("never overlap, in one process or in two", async () => {
    const id = await aConnectedFlag(world, "contended")
    const most = counting(5)
    const processes = [world.flags, elsewhere()]
    const writers = Array.from({ length: 12 }, (_, at) => {
      const flags = processes[at % 2] ?? world.flags
      return untilDone(() => (at % 3 === 0 ? flags.restore(id, CHANGE) : flags.set(id, CHANGE)))
    })
    const refused = await Promise.all(writers)
    expect(most).toMatchObject({ ever: 1, times: 12 })
    expect(refused.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0)
    expect(await leaseOf(id)).toBeNull()
  })

  test("of different flags do not wait for each other", async () => {
    const ids = [await aConnectedFlag(world, "side-one"), await aConnectedFlag(world, "side-two")]
    const both = Promise.withResolvers<void>()
    let within = 0
    world.service.during = async () => {
      within += 1
      if (within === 2) both.resolve()
      await both.promise
    }
    expect(await Promise.all(ids.map((id) => world.flags.set(id, CHANGE)))).toEqual([{ is: "set" }, { is: "set" }])
  })

  test("are told that another one is at it, with the lease committed before the service is called", async () => {
    const id = await aConnectedFlag(world, "told")
    const told: unknown[] = []
    world.service.during = async () => {
      world.service.during = async () => {}
      expect(await other.db.select().from(flagLeases).where(eq(flagLeases.flagId, id))).toHaveLength(1)
      told.push(await elsewhere().set(id, CHANGE), await elsewhere().read(id))
    }
    expect(await world.flags.set(id, CHANGE)).toEqual({ is: "set" })
    expect(told).toEqual([{ is: "retry", reason: "Another launch is writing this flag." }, seen({ kind: "off" })])
    expect(world.service.calls.filter(({ call }) => call === "set")).toHaveLength(1)
  })

  test("keep their lease for as long as they live", async () => {
    const id = await aConnectedFlag(world, "long-write")
    const short = connected(world, { leaseMs: 400 })
    const tries: string[] = []
    short.service.during = async () => {
      const end = performance.now() + 1500
      while (performance.now() < end) {
        tries.push((await elsewhere().set(id, CHANGE)).is)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    expect(await short.flags.set(id, CHANGE)).toEqual({ is: "set" })
    expect(new Set(tries)).toEqual(new Set(["retry"]))
  })

  test("give the lease back when the service breaks", async () => {
    const id = await aConnectedFlag(world, "broken")
    world.service.during = async () => {
      throw new Error("a fault of the adapter")
    }
    await expect(world.flags.set(id, CHANGE)).rejects.toThrow("a fault of the adapter")
    expect(await leaseOf(id)).toBeNull()
  })

  test("take over a lease that a killed process left, once it has ended", async () => {
    const id = await aConnectedFlag(world, "left-behind")
    const left = sql`clock_timestamp() + interval '200 milliseconds'`
    await world.db.execute(sql`insert into flag_leases (flag_id, holder, until) values (${id}, ${randomUUID()}, ${left})`)
    expect(await world.flags.set(id, CHANGE)).toMatchObject({ is: "retry" })
    expect(await untilDone(() => elsewhere().set(id, CHANGE))).toBeGreaterThan(0)
    expect(await leaseOf(id)).toBeNull()
  })

  test("that were overtaken leave the new one's lease alone, and say that nobody knows what they did", async () => {
    const id = await aConnectedFlag(world, "overtaken")
    const holder = randomUUID()
    world.service.during = async () => {
      await world.db.execute(sql`
        update flag_leases set holder = ${holder}, until = clock_timestamp() + interval '15 seconds' where flag_id = ${id}`)
    }
    expect(await world.flags.set(id, CHANGE)).toEqual({ is: "retry", reason: expect.stringContaining("has to be read") })
    expect(await leaseOf(id)).toMatchObject({ holder })
  })

  test("that slept past the end of their lease say so even if nobody came", async () => {
    const id = await aConnectedFlag(world, "asleep")
    world.service.during = async () => {
      await world.db.execute(sql`update flag_leases set until = clock_timestamp() where flag_id = ${id}`)
    }
    expect(await world.flags.restore(id, CHANGE)).toMatchObject({ is: "retry" })
    expect(await leaseOf(id)).toBeNull()
  })
})

test("The token is nowhere but sealed: not in what a service repeats, not in the audit log, not in a line of the log", async () => {
  const { log, lines } = keptLog(world)
  const noisy = connected({ ...world, log }, { log })
  const connection = await aConnection(noisy, { token: `${TOKEN}"\\x` })
  const token = `${TOKEN}"\\x`
  const id = await aConnectedFlag(noisy, "echo", connection)
  noisy.service.answers.read = { is: "refused", because: "credential", reason: `invalid token: ${token}` }
  noisy.service.answers.set = { is: "retry", reason: `try ${token} later`, afterMs: 1 }
  noisy.service.answers.test = { ok: false, checks: [{ check: "token", status: "fail", detail: `${token} is not known` }] }
  const told = [await noisy.flags.test(connection), await noisy.flags.read(id), await noisy.flags.set(id, CHANGE)]
  expect(told).toMatchObject([
    { checks: [{ detail: "[cut] is not known" }] },
    { reason: "invalid token: [cut]" },
    { reason: "try [cut] later" },
  ])
  await editFlagConnection(noisy, ADA, { id: connection, token: `${token}2`, name: "renamed" })
  expect(await tablesWith(TOKEN)).toEqual([])
  expect(await tablesWith(connection)).toEqual(["audit_records", "flag_connections", "flags"])
  expect(JSON.stringify(lines)).not.toContain(TOKEN)
  const [row] = await world.db.select().from(flagConnections).where(eq(flagConnections.id, connection))
  expect(row?.sealedToken).toMatch(/^v1\./)
})

/** Every table of the database in which some row holds the text somewhere. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await world.db.execute<{ name: string }>(
    sql`select tablename as name from pg_tables where schemaname = 'public' order by tablename`,
  )
  const found = tables.map(async ({ name }) => {
    const rows = await world.db.execute(sql`select 1 from ${sql.identifier(name)} row where row::text like ${`%${text}%`} limit 1`)
    return rows.length > 0 ? [name] : []
  })
  return (await Promise.all(found)).flat()
}
