import { beforeAll, describe, expect, test } from "vitest"
import { addressBookOf, type Position } from "#lib/site/address-book.ts"
import { findArticle, findEntry, listArticles, listEntries, listFeedEntries, listNews, listSitemapDocuments } from "#lib/site/queries.ts"
import { readAddressBook } from "#lib/site/read-address-book.ts"
import { draftDocument, publishDocuments, supersede, translate, withdraw } from "#tests/support/released-content.ts"
import { aWorld, type World } from "#tests/support/world.ts"

const day = (number: number) => `2026-11-${String(number).padStart(2, "0")}T09:00:00Z`
const titles = (documents: { title: string }[]) => documents.map(({ title }) => title)

describe("as of a revision", () => {
  let world: World
  const at: Record<string, number> = {}

  beforeAll(async () => {
    world = await aWorld()
    await draftDocument(world, { title: "Yet to come", slug: "yet-to-come" })
    at.first = await publishDocuments(world, [
      { title: "Editor", slug: "editor", body: "Old words.", publishedAt: day(1) },
      { title: "Export", slug: "export", publishedAt: day(2) },
      { kind: "article", title: "Writing", slug: "writing" },
    ])
    at.second = await publishDocuments(world, [
      { title: "Search", slug: "search", publishedAt: day(4) },
      { kind: "announcement", title: "Hello", slug: "hello", publishedAt: day(3) },
    ])
    at.renamed = await supersede(world, "editor", { title: "A better editor", slug: "better-editor", body: "New words." })
    at.recalled = await withdraw(world, "search")
  })

  const revision = (name: string) => at[name] ?? Number.NaN

  test("each revision has what was live at it, whatever came after", async () => {
    const { publicDb } = world
    expect(titles((await listEntries(publicDb, revision("first") - 1, null)).entries)).toEqual([])
    expect(titles((await listEntries(publicDb, revision("first"), null)).entries)).toEqual(["Export", "Editor"])
    expect(titles((await listEntries(publicDb, revision("second"), null)).entries)).toEqual(["Search", "Export", "Editor"])
    expect(titles((await listEntries(publicDb, revision("renamed"), null)).entries)).toEqual(["Search", "Export", "A better editor"])
    expect(titles((await listEntries(publicDb, revision("recalled"), null)).entries)).toEqual(["Export", "A better editor"])
  })

  test("an entry comes with the ones released before and after it", async () => {
    const found = await findEntry(world.publicDb, revision("second"), "export")
    expect(found).toMatchObject({ entry: { title: "Export" }, older: { slug: "editor" }, newer: { slug: "search" } })
    const later = await findEntry(world.publicDb, revision("recalled"), "export")
    expect(later).toMatchObject({ older: { slug: "better-editor" }, newer: null })
  })

  test("an entry comes with the help that was released with it, and then with what shares a tag", async () => {
    const own = await aWorld()
    const together = day(5)
    const now = await publishDocuments(own, [
      { title: "Search", slug: "search", tags: ["find"], publishedAt: together },
      { kind: "article", title: "Finding things", slug: "finding", publishedAt: together },
      { kind: "article", title: "Filters", slug: "filters", tags: ["find", "lists"], publishedAt: day(6) },
      { kind: "article", title: "Bills", slug: "bills", tags: ["money"], publishedAt: day(7) },
    ])
    await draftDocument(own, { kind: "article", title: "Yet to come", slug: "yet-to-come", tags: ["find"] })
    const later = await withdraw(own, "filters")
    expect((await findEntry(own.publicDb, now, "search"))?.help.map(({ slug }) => slug)).toEqual(["finding", "filters"])
    expect((await findEntry(own.publicDb, later, "search"))?.help.map(({ slug }) => slug)).toEqual(["finding"])
  })

  test("an entry is found under the words and the slug of its revision", async () => {
    expect(await findEntry(world.publicDb, revision("second"), "editor")).toMatchObject({ entry: { body: "Old words." } })
    expect(await findEntry(world.publicDb, revision("second"), "better-editor")).toBeNull()
    expect(await findEntry(world.publicDb, revision("renamed"), "better-editor")).toMatchObject({ entry: { body: "New words." } })
    expect(await findEntry(world.publicDb, revision("renamed"), "editor")).toBeNull()
  })

  test("entries and articles do not share addresses", async () => {
    expect(await findEntry(world.publicDb, revision("first"), "writing")).toBeNull()
    expect(await findArticle(world.publicDb, revision("first"), "editor")).toBeNull()
    expect(titles(await listArticles(world.publicDb, revision("first")))).toEqual(["Writing"])
  })

  test("an old slug leads to the present one, a recalled one nowhere, and nothing leads to what is yet to come", async () => {
    const then = await readAddressBook(world.publicDb, revision("second"))
    expect(Object.fromEntries(then.entries)).toEqual({ editor: "editor", export: "export", search: "search" })
    const now = await readAddressBook(world.publicDb, revision("recalled"))
    expect(Object.fromEntries(now.entries)).toEqual({ editor: "better-editor", "better-editor": "better-editor", export: "export" })
    expect(Object.fromEntries(now.articles)).toEqual({ writing: "writing" })
  })

  test("feed and sitemap have the same documents as the pages", async () => {
    expect(titles(await listFeedEntries(world.publicDb, revision("renamed")))).toEqual(["Search", "Export", "A better editor"])
    const addresses = (await listSitemapDocuments(world.publicDb, revision("recalled"))).map(({ kind, slug }) => `${kind} ${slug}`)
    expect(addresses.sort()).toEqual(["article writing", "entry better-editor", "entry export"])
  })

  test("news are entries and announcements, each with the revision that brought it", async () => {
    const news = await listNews(world.publicDb, revision("recalled"))
    expect(news.map(({ kind, title, firstLive }) => [kind, title, firstLive])).toEqual([
      ["announcement", "Hello", revision("second")],
      ["entry", "Export", revision("first")],
      ["entry", "A better editor", revision("first")],
    ])
  })
})

test("a document in several languages is shown in English, and one without English in its own", async () => {
  const world = await aWorld()
  await publishDocuments(world, [
    { title: "Editor", slug: "editor" },
    { title: "Suche", slug: "suche", locale: "de" },
  ])
  await translate(world, "suche", { title: "Recherche", slug: "recherche", locale: "fr" })
  const revision = await translate(world, "editor", { title: "Der Editor", slug: "der-editor", locale: "de" })
  const { entries } = await listEntries(world.publicDb, revision, null)
  expect(titles(entries).sort()).toEqual(["Editor", "Suche"])
  const book = await readAddressBook(world.publicDb, revision)
  expect(Object.fromEntries(book.entries)).toEqual({ editor: "editor", "der-editor": "editor", suche: "suche", recherche: "suche" })
})

test("what was recalled more than five seconds ago is not even found at the revisions that had it", async () => {
  const world = await aWorld()
  const revision = await publishDocuments(world, [{ title: "Search", slug: "search" }])
  await withdraw(world, "search", "PT6S")
  expect(await findEntry(world.publicDb, revision, "search")).toBeNull()
  expect((await readAddressBook(world.publicDb, revision)).entries.size).toBe(0)
})

test("pages follow one another without a gap or a repetition, also among entries of the same instant", async () => {
  const world = await aWorld()
  const numbers = Array.from({ length: 65 }, (_, index) => index)
  const revision = await publishDocuments(
    world,
    numbers.map((number) => ({ title: `Entry ${number}`, publishedAt: day(1 + (number % 3)) })),
  )
  const { pageEnds } = await readAddressBook(world.publicDb, revision)
  const starts: (Position | null)[] = [null, ...pageEnds]
  const pages = await Promise.all(starts.map((start) => listEntries(world.publicDb, revision, start)))
  expect(pages.map(({ entries, hasOlder }) => [entries.length, hasOlder])).toEqual([
    [20, true],
    [20, true],
    [20, true],
    [5, false],
  ])
  expect(new Set(pages.flatMap(({ entries }) => titles(entries))).size).toBe(65)
})

test("a full last page has none after it", () => {
  const rows = Array.from({ length: 40 }, (_, index) => ({
    kind: "entry",
    locale: "en",
    slug: `entry-${index}`,
    isShown: true,
    tags: [],
    publishedAt: Temporal.Instant.from(day(1)),
    publicId: `${index}`,
  }))
  expect(addressBookOf(rows).pageEnds.map(({ publicId }) => publicId)).toEqual(["19"])
})
