import { sql } from "drizzle-orm"
import { beforeAll, beforeEach, expect, test } from "vitest"
import type { Runtime } from "#lib/runtime.ts"
import { rotateSecrets } from "#lib/secrets/rotate-secrets.ts"
import { openSecret, sealSecret } from "#lib/secrets/sealed-secret.ts"
import { type SecretKeys, secretKeys } from "#lib/secrets/secret-keys.ts"
import { aWorld, type World } from "#tests/support/world.ts"

const OLD = "the key of last year, which is long enough"
const NEW = "the key of this year, which is long enough"
const before = secretKeys({ secretKey: OLD, previousSecretKeys: [] })
const after = secretKeys({ secretKey: NEW, previousSecretKeys: [] })
const placeOf = (id: string) => ({ table: "flag_connections", id, column: "sealed_token" })

let world: World
beforeAll(async () => {
  world = await aWorld()
})
beforeEach(async () => {
  await world.db.execute(sql`delete from flag_connections where kind <> 'builtin'`)
})

function rotating(previousSecretKeys: string[] = [OLD]) {
  const errors: object[] = []
  const log = Object.assign(Object.create(world.log), { error: (line: object) => errors.push(line) })
  const deps: Pick<Runtime, "db" | "settings" | "log"> = {
    db: world.db,
    settings: { ...world.settings, secretKey: NEW, previousSecretKeys },
    log,
  }
  return { errors, run: () => rotateSecrets(deps) }
}

async function connections(count: number, keys: SecretKeys): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => {
    const id = `connection-${String(at).padStart(5, "0")}`
    return { id, sealed: sealSecret(keys, `token of ${id}`, placeOf(id)) }
  })
  await world.db.execute(sql`
    insert into flag_connections (id, kind, name, base_url, project, sealed_token)
    select id, 'memory', id, 'https://flags.acme.example/' || id, 'default', sealed
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (id text, sealed text)`)
}

async function stored(): Promise<{ id: string; sealed: string }[]> {
  return world.db.execute<{ id: string; sealed: string }>(
    sql`select id, sealed_token as sealed from flag_connections where sealed_token is not null order by id`,
  )
}

test("Ten thousand secrets of the key before are sealed with the new one, and then the old one can go", async () => {
  await connections(10_000, before)
  await world.db.execute(sql`update flag_connections set sealed_token = null where id = 'connection-00007'`)
  expect(await rotating().run()).toEqual({ rotated: 9999, lost: 0 })
  const rows = await stored()
  expect(rows).toHaveLength(9999)
  for (const { id, sealed } of rows) expect(openSecret(after, sealed, placeOf(id))).toBe(`token of ${id}`)
  expect(await rotating([]).run()).toEqual({ rotated: 0, lost: 0 })
})

test("Secrets of the new key stay as they are, byte for byte", async () => {
  await connections(3, after)
  const rows = await stored()
  expect(await rotating().run()).toEqual({ rotated: 0, lost: 0 })
  expect(await stored()).toEqual(rows)
})

test("Workers that start at the same moment lose nothing", async () => {
  await connections(2000, before)
  const done = await Promise.all([rotating().run(), rotating().run(), rotating().run()])
  expect(done.reduce((sum, { rotated }) => sum + rotated, 0)).toBe(2000)
  for (const { id, sealed } of await stored()) expect(openSecret(after, sealed, placeOf(id))).toBe(`token of ${id}`)
})

test("A token that somebody enters meanwhile is not written over", async () => {
  await connections(1, before)
  const entered = sealSecret(after, "entered meanwhile", placeOf("connection-00000"))
  const rows = await stored()
  const db = Object.assign(Object.create(world.db), {
    execute: async (query: Parameters<typeof world.db.execute>[0]) => {
      const found = await world.db.execute(query)
      await world.db.execute(sql`update flag_connections set sealed_token = ${entered} where sealed_token = ${rows[0]?.sealed ?? ""}`)
      return found
    },
  })
  const settings = { ...world.settings, secretKey: NEW, previousSecretKeys: [OLD] }
  expect(await rotateSecrets({ db, settings, log: world.log })).toEqual({ rotated: 0, lost: 0 })
  expect(await stored()).toEqual([{ id: "connection-00000", sealed: entered }])
})

test("What no key opens is left alone and told, by its id alone, and keeps nothing else from being sealed again", async () => {
  await connections(3, before)
  const foreign = sealSecret(secretKeys({ secretKey: "a key that nobody remembers any more", previousSecretKeys: [] }), "x", placeOf("x"))
  await world.db.execute(sql`update flag_connections set sealed_token = ${foreign} where id = 'connection-00001'`)
  const { run, errors } = rotating()
  expect(await run()).toEqual({ rotated: 2, lost: 1 })
  expect(errors).toEqual([{ connection: "connection-00001", reason: expect.stringContaining("cannot be opened") }])
  expect((await stored())[1]).toEqual({ id: "connection-00001", sealed: foreign })
})
