import { expect, test } from "vitest"
import { positionFromText, positionToText } from "#lib/site/address-book.ts"
import { byMonth, dayInWords } from "#lib/site/calendar.ts"
import { countUnread, newsOf } from "#lib/site/news.ts"
import { leadOf, leadPictureOf, outlineOf } from "#lib/site/reading.ts"

const at = (text: string) => ({ publishedAt: Temporal.Instant.from(text) })

test("entries are gathered under their month, in their order", () => {
  const items = ["2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2026-11-30T23:59:59Z", "2025-11-01T00:00:00Z"].map(at)
  expect(byMonth(items).map(({ name, items: own }) => [name, own.length])).toEqual([
    ["December 2026", 2],
    ["November 2026", 1],
    ["November 2025", 1],
  ])
  expect(byMonth([])).toEqual([])
})

test("a day is written with its year", () => {
  expect(dayInWords(Temporal.Instant.from("2026-11-20T23:30:00Z"))).toBe("20 November 2026")
})

test("a list shows two or three lines of a text", () => {
  expect(leadOf("word ".repeat(200)).length).toBeLessThanOrEqual(282)
})

test("a list shows an opening picture of ours, and none from elsewhere", () => {
  expect(leadPictureOf("![a](/a.png)\n\ntext")).toEqual({ source: "/a.png", alt: "a" })
  for (const source of ["https://acme.example/a.png", "//acme.example/a.png", "/\\acme.example/a.png", "data:image/png;base64,AA"]) {
    expect(leadPictureOf(`![a](${source})\n\ntext`)).toBeNull()
  }
})

test("a table of contents needs two headings, and stops at the second level", () => {
  expect(outlineOf("# One\n\n## Two\n\n### Three").map(({ text }) => text)).toEqual(["One", "Two"])
  expect(outlineOf("# One")).toEqual([])
})

test("a position survives being a part of a path, to the microsecond", () => {
  const position = { publishedAt: Temporal.Instant.from("2026-11-20T09:00:00.123456Z"), publicId: "Ab_-9" }
  expect(positionToText(position)).toMatch(/^[\w.-]+$/)
  expect(positionFromText(positionToText(position))).toEqual(position)
  for (const odd of ["", "1", "x.y", "1.", `${"9".repeat(30)}.a`, "1.a/b"]) expect(positionFromText(odd)).toBeNull()
})

test("unread is what came after the revision seen last, and everything for who saw none", () => {
  const items = [{ firstLive: 9 }, { firstLive: 7 }, { firstLive: 7 }, { firstLive: 3 }]
  expect([null, 0, 3, 7, 8, 9, 100].map((seen) => countUnread(items, seen))).toEqual([4, 4, 3, 1, 1, 0, 0])
})

test("the widget gets absolute links; an announcement has no page of its own", () => {
  const item = {
    publicId: "a",
    locale: "en",
    title: "T",
    slug: "t",
    body: "",
    tags: [],
    ...at("2026-11-20T09:00:00Z"),
    updatedAt: at("2026-11-20T09:00:00Z").publishedAt,
    firstLive: 2,
    html: '<a href="/help/x">x</a>',
  }
  const [entry, announcement] = newsOf(
    [
      { ...item, kind: "entry" },
      { ...item, kind: "announcement" },
    ],
    new URL("https://news.acme.example"),
  )
  expect(entry).toEqual({
    id: "a",
    kind: "entry",
    title: "T",
    html: '<a href="https://news.acme.example/help/x">x</a>',
    url: "https://news.acme.example/changelog/t",
    publishedAt: "2026-11-20T09:00:00Z",
    tags: [],
  })
  expect(announcement?.url).toBeNull()
})
