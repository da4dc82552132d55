import { describe, expect, test } from "vitest"
import type { AddressBook } from "#lib/site/address-book.ts"
import { matchRoute, type Place, patternOf } from "../../../app/front/route-table.ts"

const at = Temporal.Instant.from("2026-11-20T09:00:00.000123Z")
const LOGO = `/logo/${"0f".repeat(32)}.png`
const BOOK: AddressBook = {
  entries: new Map([
    ["new-editor", "new-editor"],
    ["old-editor", "new-editor"],
  ]),
  articles: new Map([["search", "search"]]),
  pageEnds: [{ publishedAt: at, publicId: "Ab_-9" }],
  tagPageEnds: new Map([
    ["api", [{ publishedAt: at, publicId: "Ab_-9" }]],
    ["editor", []],
  ]),
  pictured: new Set(["/changelog/new-editor"]),
  logos: new Set([LOGO]),
}

function placeOf(path: string): Place | { is: "dynamic" } | { is: "slashed"; to: string } | { is: "unknown" } {
  const match = matchRoute(path)
  if (match.is === "style" || match.is === "program" || match.is === "events" || match.is === "flags") return { is: "dynamic" }
  if (match.is === "dynamic" || match.is === "file" || match.is === "question" || match.is === "form") return { is: "dynamic" }
  return match.is === "static" ? match.route.place(match.params, BOOK) : match
}

describe("an address leads to", () => {
  test.each([
    ["/", ""],
    ["/changelog/new-editor", "/changelog/new-editor"],
    ["/changelog/new-editor.md", "/markdown/changelog/new-editor"],
    ["/help", "/help"],
    ["/help/search", "/help/search"],
    ["/help/search.md", "/markdown/help/search"],
    ["/changelog/new-editor.png", "/image/changelog/new-editor"],
    ["/rss.xml", "/feed/rss"],
    ["/atom.xml", "/feed/atom"],
    ["/feed.json", "/feed/json"],
    ["/llms.txt", "/llms"],
    ["/tags", "/tags"],
    ["/tags/editor", "/tags/editor"],
    ["/tags/editor/feed.json", "/tags/editor/feed/json"],
    ["/tags/api/page/2", "/tags/api/older/2/1795165200000123.Ab_-9"],
    ["/sitemap.xml", "/sitemap"],
    ["/robots.txt", "/robots"],
    ["/page/2", "/older/2/1795165200000123.Ab_-9"],
  ])("%s its page", (path, inside) => {
    expect(placeOf(path)).toEqual({ is: "page", path: inside })
  })

  test.each([
    ["/changelog/old-editor", "/changelog/new-editor"],
    ["/changelog/old-editor.md", "/changelog/new-editor.md"],
    ["/changelog/old-editor.png", "/changelog/new-editor.png"],
    ["/page/1", "/"],
    ["/tags/api/page/1", "/tags/api"],
  ])("%s the address it has now", (path, to) => {
    expect(placeOf(path)).toEqual({ is: "moved", to })
  })

  test.each([
    "/changelog/nothing",
    "/changelog/nothing.png",
    "/help/search.png",
    `/logo/${"00".repeat(32)}.png`,
    LOGO.replace("png", "jpg"),
    "/help/new-editor",
    "/changelog/search",
    "/page/3",
    "/page/99999",
    "/tags/none",
    "/tags/none/rss.xml",
    "/tags/editor/page/2",
  ])("%s nothing", (path) => {
    expect(placeOf(path)).toEqual({ is: "missing" })
  })

  test("a logo, for ever", () => {
    expect(placeOf(LOGO)).toEqual({ is: "page", path: LOGO, cache: "built" })
  })

  test.each(["/changelog/new-editor/", "/help/", "/changelog/nothing/"])(
    "%s the one without the slash, whether that exists or not",
    (path) => {
      expect(placeOf(path)).toEqual({ is: "slashed", to: path.slice(0, -1) })
    },
  )

  test.each(["/api/health", "/api/v1/releases/1/launch", "/ofrep/v1/evaluate/flags/dark-mode"])("%s a handler", (path) => {
    expect(placeOf(path)).toEqual({ is: "dynamic" })
  })
})

test.each([
  "/r/1",
  "/r/1/changelog/new-editor",
  "/R/1",
  "//r/1",
  "/%72/1",
  "/r;/1",
  "/page/0",
  "/page/02",
  "/page/-1",
  "/Changelog/new-editor",
  "/changelog/New-Editor",
  "/changelog/new%2Deditor",
  "/changelog/new-editor.MD",
  "/changelog/new-editor.rsc",
  "/changelog/new-editor.segments/_tree.segment.rsc",
  "/rss.xml.rsc",
  "/_next/image",
  "/_next/data/build/index.json",
  "/api",
  "/index",
  "",
  "http://other.example/",
  "*",
])("%s is no address at all", (path) => {
  expect(placeOf(path)).toEqual({ is: "unknown" })
})

test.each([
  ["/changelog/a-slug-nobody-knows-yet", "/changelog/{slug}"],
  ["/help/secret.md", "/help/{slug}.md"],
  ["/ofrep/v1/evaluate/flags/secret-flag", "/ofrep/…"],
  ["/api/v1/releases/0192f0c4-7b1e-7aaa-8bbb-0123456789ab/launch", "/api/…"],
  ["/secret-flag", "no address of ours"],
])("a log line says of %s that it was %s, and no word of it", (path, pattern) => {
  expect(patternOf(path)).toBe(pattern)
})
