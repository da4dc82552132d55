import { eq, sql } from "drizzle-orm"
import { beforeAll, describe, expect, test } from "vitest"
import { auditRecords } from "#db/schema/audit.ts"
import { UNBRANDED } from "#lib/brand/brand.ts"
import { editBrandInput } from "#lib/brand/input.ts"
import { getBrand } from "#lib/brand/queries.ts"
import { publishBrand } from "#lib/documents/publish-brand.ts"
import { readAddressBook } from "#lib/site/read-address-book.ts"
import { readBrand } from "#lib/site/read-brand.ts"
import { readLogo } from "#lib/site/read-logo.ts"
import { aPerson } from "#tests/support/person.ts"
import { A_PNG } from "#tests/support/pictures.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"

describe("the site's name and look", () => {
  let world: World
  beforeAll(async () => {
    world = await aWorld()
  })

  const given = (input: unknown) => editBrandInput.parse(input)
  const revisionNow = async () => {
    const [row] = await world.publicDb.execute<{ revision: string }>(sql`select revision from site.current_revision`)
    return Number(row?.revision)
  }

  test("are the portal's own before anybody says so, and then as of each revision what was said by then", async () => {
    const before = await revisionNow()
    expect(await getBrand(world.db)).toEqual(UNBRANDED)
    await publishBrand(world, ADA, given({ name: "Acme news", accent: "#39FF14", logo: A_PNG.toString("base64") }))
    await publishBrand(world, ADA, given({ name: "Acme releases", logo: null }))
    expect(await revisionNow()).toBe(before + 2)
    const names = [before, before + 1, before + 2].map(async (at) => (await readBrand(world.publicDb, at)).name)
    expect(await Promise.all(names)).toEqual(["Changelog", "Acme news", "Acme releases"])
    expect(await readBrand(world.publicDb, before + 2)).toMatchObject({ accent: "39ff14", headingFont: "newsreader", logo: null })
  })

  test("keep every logo readable, from the revision that showed it first", async () => {
    const now = await revisionNow()
    const { logo } = await readBrand(world.publicDb, now - 1)
    expect(await readLogo(world.publicDb, now, logo?.hash ?? "")).toEqual({ type: "image/png", bytes: A_PNG })
    expect(await readLogo(world.publicDb, now - 2, logo?.hash ?? "")).toBeNull()
    expect([...(await readAddressBook(world.publicDb, now)).logos]).toEqual([`/logo/${logo?.hash}.png`])
    expect((await readAddressBook(world.publicDb, now - 2)).logos.size).toBe(0)
  })

  test("stay as they are when what is so is said again: no revision, and no line in the log", async () => {
    const [revision, lines] = [await revisionNow(), (await editedLines()).length]
    await publishBrand(world, ADA, given({ name: "Acme releases", accent: "39ff14" }))
    expect([await revisionNow(), (await editedLines()).length]).toEqual([revision, lines])
  })

  test("changed twice at once are changed twice, one after the other", async () => {
    const before = await revisionNow()
    await Promise.all([publishBrand(world, ADA, given({ lead: "One." })), publishBrand(world, ADA, given({ headingFont: "geist" }))])
    expect(await revisionNow()).toBe(before + 2)
    expect(await getBrand(world.db)).toMatchObject({ lead: "One.", headingFont: "geist" })
  })

  test("are in the log with what they were", async () => {
    const [first] = await editedLines()
    expect(first).toMatchObject({ before: { name: "Changelog" }, after: { name: "Acme news", accent: "39ff14" } })
  })

  test("are not for everybody to change", async () => {
    const before = await revisionNow()
    await expect(publishBrand(world, (await aPerson(world, "author")).actor, given({ name: "Mine" }))).rejects.toThrow(
      /owner and publisher/,
    )
    expect(await revisionNow()).toBe(before)
  })

  async function editedLines() {
    const lines = await world.db
      .select({ detail: auditRecords.detail })
      .from(auditRecords)
      .where(eq(auditRecords.action, "site.edited"))
      .orderBy(auditRecords.id)
    return lines.map(({ detail }) => detail)
  }
})
