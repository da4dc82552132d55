import { beforeAll, describe, expect, test } from "vitest"
import { listHits } from "#lib/site/queries.ts"
import { draftDocument, publishDocuments, supersede, translate, withdraw } from "#tests/support/released-content.ts"
import { aWorld, type World } from "#tests/support/world.ts"

let world: World
let revision = 0
let before = 0

beforeAll(async () => {
  world = await aWorld()
  await draftDocument(world, { title: "Teleport", slug: "teleport", body: "Nobody knows of teleporting yet." })
  before = await publishDocuments(world, [
    {
      title: "Searching your documents",
      slug: "searching",
      body: "Type and **find** what you wrote.",
      publishedAt: "2026-11-01T09:00:00Z",
    },
    { title: "Exports", slug: "exports", body: "Every document can be exported as PDF.", publishedAt: "2026-11-02T09:00:00Z" },
    { kind: "article", title: "Filters", slug: "filters", body: "Filter by author, by date, and by C++ or node.js." },
    { kind: "announcement", title: "Documents", slug: "documents-news", body: "Documents documents." },
    { title: "Gone", slug: "gone", body: "Teleporting was here." },
  ])
  await translate(world, "exports", { locale: "de", title: "Ausgaben", body: "Jedes Dokument als PDF." })
  await supersede(world, "filters", { title: "Filters", slug: "filters", body: "Narrow lists by author." })
  revision = await withdraw(world, "gone")
})

const found = async (question: string, at = revision) => (await listHits(world.publicDb, at, question)).map(({ slug }) => slug)

describe("a question finds", () => {
  test.each([
    ["a word of the title before one of the text", "document", ["searching", "exports"]],
    ["another form of a word", "exporting", ["exports"]],
    ["the beginning of a word that is still being typed", "narr", ["filters"]],
    ["all the words, in whatever order", "pdf document", ["exports"]],
    ["a mistyped title", "filtres", ["filters"]],
    ["a phrase", '"as pdf"', ["exports"]],
    ["what does not hold a word", "documents -pdf", ["searching"]],
    ["nothing for no words", " ?! ", []],
    ["nothing for words that nobody wrote", "xylophone", []],
  ])("%s", async (_, question, slugs) => {
    expect(await found(question)).toEqual(slugs)
  })

  test.each(["teleport", "teleporting"])("nothing unreleased or withdrawn, whatever its words: %s", async (question) => {
    expect(await found(question)).toEqual([])
  })

  test("what was there at the revision, with the words it had then", async () => {
    expect(await found("teleporting", before)).toEqual(["gone"])
    expect(await found("c++", before)).toContain("filters")
    expect(await found("narrow", before)).toEqual([])
  })
})

test.each(["'", "\\", "a:*", "((", "!", "&|", "%", "\u{1F600}", "<->", "a'b\"c", "ä".repeat(200)])(
  "signs that steer a search are words like others: %s",
  async (question) => {
    await expect(listHits(world.publicDb, revision, question)).resolves.toBeInstanceOf(Array)
  },
)
