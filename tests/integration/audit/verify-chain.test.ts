import { sql } from "drizzle-orm"
import { beforeEach, describe, expect, test } from "vitest"
import { recordAudit } from "#lib/audit/record-audit.ts"
import { sealAudit } from "#lib/audit/seal-audit.ts"
import { verifyChain } from "#lib/audit/verify-chain.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

const world = await aWorld()
const verify = () => verifyChain(world, ADA)

async function write(name: string): Promise<void> {
  await world.db.transaction((tx) =>
    recordAudit(tx, {
      actor: ADA,
      action: "release.planned",
      subject: { kind: "release", id: name },
      detail: { name, when: "2026-11-24", nested: { b: 1, a: [null, "ü"] } },
    }),
  )
}

/** Somebody who owns the tables and means it: the guards are switched off for the time of the statement. */
async function tamper(statement: ReturnType<typeof sql>): Promise<void> {
  await world.db.transaction(async (tx) => {
    for (const table of ["audit_records", "audit_seals"]) await tx.execute(sql.raw(`alter table ${table} disable trigger user`))
    await tx.execute(sql`alter table audit_seals drop constraint if exists audit_seals_record_id_audit_records_id_fk`)
    await tx.execute(statement)
    for (const table of ["audit_records", "audit_seals"]) await tx.execute(sql.raw(`alter table ${table} enable trigger user`))
  })
}

beforeEach(async () => {
  await tamper(sql`delete from audit_unsealed`)
  await tamper(sql`delete from audit_seals`)
  await tamper(sql`delete from audit_records`)
  for (const name of ["one", "two", "three", "four"]) await write(name)
  expect(await sealAudit(world)).toBe(4)
})

test("a log that nobody touched verifies, and says how many lines wait for their seal", async () => {
  await write("five")
  expect(await verify()).toEqual({ ok: true, entries: 4, unsealed: 1 })
  expect(await sealAudit(world)).toBe(1)
  expect(await verify()).toEqual({ ok: true, entries: 5, unsealed: 0 })
})

test("the application itself cannot rewrite, delete or empty the log", async () => {
  for (const statement of [
    "update audit_records set action = 'x'",
    "delete from audit_records",
    "truncate audit_records cascade",
    "update audit_seals set chain = 'x'",
    "delete from audit_seals",
  ]) {
    await expect(world.db.execute(statement)).rejects.toThrow()
  }
  expect((await verify()).ok).toBe(true)
})

describe("tampering with one line shows", () => {
  const third = sql`(select record_id from audit_seals where sequence = 3)`
  test.each([
    ["its detail changed", sql`update audit_records set detail = '{"name":"other"}' where id = ${third}`, "the line was changed"],
    [
      "its time moved by a microsecond",
      sql`update audit_records set at = at + interval '1 microsecond' where id = ${third}`,
      "the line was changed",
    ],
    ["its actor changed", sql`update audit_records set actor_name = 'Mallory' where id = ${third}`, "the line was changed"],
    [
      "its detail and its hash changed",
      sql`update audit_records set detail = '{}', hash = repeat('0', 64) where id = ${third}`,
      "the line was changed",
    ],
    ["it was deleted", sql`delete from audit_records where id = ${third}`, "the line is missing"],
    [
      "it was deleted with its link",
      sql`with gone as (delete from audit_seals where sequence = 3 returning record_id) delete from audit_records using gone where id = gone.record_id`,
      "a link before this one is missing",
    ],
    ["the last link was cut off", sql`delete from audit_seals where sequence = 4`, "the line is not in the chain"],
    [
      "two links changed places",
      sql`update audit_seals set record_id = case sequence when 2 then (select record_id from audit_seals where sequence = 3) else (select record_id from audit_seals where sequence = 2) end where sequence in (2, 3)`,
      "the link does not follow from the one before",
    ],
  ])("%s", async (_, statement, because) => {
    if (because.startsWith("the link does"))
      await tamper(sql`alter table audit_seals drop constraint if exists audit_seals_record_id_unique`)
    await tamper(statement)
    const report = await verify()
    expect(report.ok).toBe(false)
    expect(report.firstBroken?.because).toBe(because)
  })

  test("a line that waits for its seal was changed", async () => {
    await write("five")
    await tamper(sql`update audit_records set detail = '{}' where id = (select record_id from audit_unsealed)`)
    expect(await verify()).toMatchObject({ ok: false, entries: 4, firstBroken: { because: "the line was changed" } })
  })
})

test("two sealers at once forge one chain", async () => {
  for (let n = 0; n < 20; n++) await write(`more ${n}`)
  const sealed = await Promise.all([sealAudit(world), sealAudit(world), sealAudit(world)])
  expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(20)
  expect(await verify()).toEqual({ ok: true, entries: 24, unsealed: 0 })
})
