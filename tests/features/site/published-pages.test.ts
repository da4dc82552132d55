import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { beforeAll, describe, expect, test } from "vitest"
import { startPortal, untilAt } from "#tests/support/portal.ts"
import { askRaw, type RawQuestion, withoutDate } from "#tests/support/raw-request.ts"
import { draftDocument, publishDocuments, supersede, withdraw } from "#tests/support/released-content.ts"
import { aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

const LONG = `${"Search answers in a tenth of a second. ".repeat(60)}\n\n## Filters\n\nThey are [explained](/help/filters).`

let world: World
let site: Served
const ask = (path: string, question?: RawQuestion) => askRaw(site, path, question)

beforeAll(async () => {
  world = await aWorld()
  await draftDocument(world, { title: "Dark mode", slug: "dark-mode" })
  await publishDocuments(world, [
    { title: "Old editor", slug: "old-editor", publishedAt: "2026-11-01T09:00:00Z" },
    { title: "Search", slug: "search", body: LONG, tags: ["search"], publishedAt: "2026-11-20T09:00:00Z" },
    { kind: "article", title: "Filters", slug: "filters" },
  ])
  const revision = await supersede(world, "old-editor", { title: "New editor", slug: "new-editor" })
  site = await startPortal({ world })
  await untilAt(world, revision)
})

test.each([
  ["/", "text/html; charset=utf-8", "New editor"],
  ["/changelog/search", "text/html; charset=utf-8", "Filters</h2>"],
  ["/changelog/search.md", "text/markdown; charset=utf-8", "## Filters"],
  ["/help", "text/html; charset=utf-8", "Filters"],
  ["/help/filters", "text/html; charset=utf-8", "Filters: what it is."],
  ["/help/filters.md", "text/markdown; charset=utf-8", "Filters: what it is."],
  ["/rss.xml", "application/rss+xml; charset=utf-8", "<title>New editor</title>"],
  ["/sitemap.xml", "application/xml; charset=utf-8", "/changelog/new-editor</loc>"],
  ["/robots.txt", "text/plain; charset=utf-8", "Sitemap: http://localhost:3000/sitemap.xml"],
])("%s is published", async (path, type, part) => {
  const { status, headers, text } = await ask(path)
  expect({ status, type: headers["content-type"], cache: headers["cache-control"] }).toEqual({
    status: 200,
    type,
    cache: "public, max-age=0, s-maxage=60",
  })
  expect(text).toContain(part)
  expect(text).not.toContain("Dark mode")
})

test("a page has no script but its facts, no trace of the framework, and one policy that says so", async () => {
  const { text, headers } = await ask("/changelog/search?utm=secret")
  expect(text.match(/<script[^>]*>/g)).toEqual(['<script type="application/ld+json">'])
  expect(text).not.toMatch(/__next_f|as="script"|secret|\/r\/\d/)
  expect(headers["content-security-policy"]).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
  expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "strict-origin-when-cross-origin" })
  expect(Object.keys(headers).filter((name) => /next|powered|server-timing/.test(name))).toEqual([])
})

describe("a question that Next would understand changes nothing:", () => {
  test.each<[string, string, Record<string, string>]>([
    ["flight data", "/changelog/search", { RSC: "1" }],
    ["a prefetch", "/changelog/search", { RSC: "1", "Next-Router-Prefetch": "1" }],
    ["a segment", "/changelog/search", { RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-Segment-Prefetch": "/_tree" }],
    ["a router state", "/changelog/search", { RSC: "1", "Next-Router-State-Tree": "%5B%22%22%5D", "Next-Url": "/r/1" }],
    ["a query", "/changelog/search?_rsc=1ab2c", {}],
    ["a data request", "/changelog/search", { "x-nextjs-data": "1" }],
    ["an action", "/changelog/search", { "Next-Action": "0".repeat(42) }],
    ["a revalidation", "/changelog/search", { "x-prerender-revalidate": "0".repeat(32) }],
    ["a rewrite", "/changelog/search", { "x-matched-path": "/r/[revision]", "x-now-route-matches": "1=2", "x-middleware-rewrite": "/r/1" }],
    ["a preview", "/changelog/search", { Cookie: "__prerender_bypass=1; __next_preview_data=1" }],
    ["a range", "/changelog/search", { Range: "bytes=0-9" }],
    ["another language", "/changelog/search", { "Accept-Language": "de" }],
    ["a forwarded host", "/changelog/search", { "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https" }],
  ])("%s", async (_, path, headers) => {
    expect(withoutDate(await ask(path, { headers }))).toEqual(withoutDate(await ask("/changelog/search")))
  })
})

describe("what is not there", () => {
  test.each([
    "/changelog/dark-mode",
    "/changelog/dark-mode.md",
    "/help/dark-mode",
    "/nowhere",
    "/page/2",
    "/r/1",
    "/r/2/changelog/search",
    "/r/2/missing",
    "/R/2",
    "//r/2",
    "/%72/2",
    "/r;x/2",
    "/r/2/../2",
    "/x/%2e%2e/r/2",
    "/x/..%2fr/2",
    "/\\r\\2",
    "/.",
    "/changelog/search.rsc",
    "/changelog/search.segments/_tree.segment.rsc",
    "/changelog/%73earch",
    "/_next/image?url=%2Fa.png&w=64&q=75",
    "/_next/data/build/changelog/search.json",
    "/_next/static/chunks/nothing.js",
    "/_next/static/../server/app/index.html",
    "/_next/static/%2e%2e/BUILD_ID",
    "/_next/static/chunks/a.js.map",
    "/__nextjs_original-stack-frame",
    "/_not-found",
    "/_error",
    "/404",
    "/favicon.ico",
    "/package.json",
    "/server.ts",
  ])("is missing in the same bytes: %s", async (path) => {
    const unknown = withoutDate(await ask("/changelog/no-such-thing"))
    expect(unknown).toMatchObject({ status: 404, headers: { "content-type": "text/html; charset=utf-8" } })
    expect(withoutDate(await ask(path))).toEqual(unknown)
  })

  test("is missing for every method, and nothing is read or changed by it", async () => {
    const unknown = withoutDate(await ask("/nowhere"))
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
      expect(withoutDate(await ask("/nowhere", { method, body: "x" }))).toEqual(unknown)
  })
})

test.each([
  ["/changelog/old-editor", "/changelog/new-editor"],
  ["/changelog/old-editor.md", "/changelog/new-editor.md"],
  ["/changelog/search/", "/changelog/search"],
  ["/changelog/dark-mode/", "/changelog/dark-mode"],
  ["/help/", "/help"],
  ["/page/1", "/"],
])("%s is now at %s", async (path, to) => {
  const { status, headers } = await ask(`${path}?a=b`)
  expect({ status, to: headers.location, cache: headers["cache-control"] }).toEqual({
    status: 301,
    to,
    cache: "public, max-age=0, s-maxage=60",
  })
})

test.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])(
  "%s is refused where there is only something to read",
  async (method) => {
    const { status, headers } = await ask("/changelog/search", { method })
    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: "GET, HEAD" })
  },
)

test.each(["/", "/changelog/search", "/rss.xml", "/nowhere", "/api/health"])(
  "HEAD of %s says what GET says, without the body",
  async (path) => {
    const [head, get] = [await ask(path, { method: "HEAD" }), await ask(path)]
    const { "x-request-id": _, date: __, ...expected } = get.headers
    expect(head).toMatchObject({ status: get.status, text: "", headers: expected })
    expect(Number(head.headers["content-length"])).toBe(get.body.length)
  },
)

test.each(["/", "/changelog/search", "/rss.xml"])("%s is the same answer however often it is given, in every encoding", async (path) => {
  for (const accepted of ["identity", "gzip", "br"]) {
    const answers = []
    // The first is made, the second may still be packed, the others come from what is known of this address.
    for (let n = 0; n < 4; n++) answers.push(withoutDate(await ask(path, { headers: { "Accept-Encoding": accepted } })))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    const tag = { "Accept-Encoding": accepted, "If-None-Match": String(answers[0]?.headers.etag) }
    const known = [await ask(path, { headers: tag }), await ask(`${path}?once=more`, { headers: tag })].map(withoutDate)
    expect(known[0]).toEqual(known[1])
    expect(known[0]?.status).toBe(304)
  }
  expect((await ask(path, { headers: { Host: "other.example" } })).status).toBe(421)
})

describe("a client that has the answer is told so", () => {
  test.each(["/", "/changelog/search", "/rss.xml", "/sitemap.xml", "/changelog/search.md"])("at %s", async (path) => {
    const { headers } = await ask(path)
    const tag = String(headers.etag)
    for (const known of [tag, `W/${tag}`, `"x", ${tag}`, "*"]) {
      const again = await ask(path, { headers: { "If-None-Match": known } })
      expect({ status: again.status, etag: again.headers.etag, body: again.text }).toEqual({ status: 304, etag: tag, body: "" })
    }
    expect((await ask(path, { headers: { "If-None-Match": '"another"' } })).status).toBe(200)
  })

  test("and one that has it in another encoding gets it in the one it asks for now", async () => {
    const plain = await ask("/changelog/search")
    const br = await ask("/changelog/search", { headers: { "Accept-Encoding": "gzip, br" } })
    const gzip = await ask("/changelog/search", { headers: { "Accept-Encoding": "gzip", "If-None-Match": String(br.headers.etag) } })
    expect([plain, br, gzip].map(({ headers }) => headers["content-encoding"])).toEqual([undefined, "br", "gzip"])
    expect(brotliDecompressSync(br.body)).toEqual(plain.body)
    expect(gunzipSync(gzip.body)).toEqual(plain.body)
    expect(new Set([plain, br, gzip].map(({ headers }) => headers.etag)).size).toBe(3)
    for (const { headers } of [plain, br, gzip]) expect(headers.vary).toBe("Accept-Encoding")
    expect(
      (await ask("/changelog/search", { headers: { "Accept-Encoding": "br", "If-None-Match": String(br.headers.etag) } })).status,
    ).toBe(304)
  })
})

test("styles and fonts may be kept for ever, since their names change with them", async () => {
  const { text } = await ask("/")
  const styles = [...text.matchAll(/href="(\/_next\/static\/[^"]+\.css)"/g)].map(([, path]) => path ?? "")
  const fonts: string[] = []
  for (const style of styles) {
    const urls = (await ask(style)).text.matchAll(/url\(["']?([^"')]+\.woff2)["']?\)/g)
    for (const [, url] of urls) fonts.push(new URL(url ?? "", `http://localhost${style}`).pathname)
  }
  expect([styles.length, fonts.length].every((count) => count > 1)).toBe(true)
  const files = [...styles, ...fonts.slice(0, 4)]
  for (const path of files) {
    const { status, headers, body } = await ask(path)
    expect({ status, cache: headers["cache-control"] }).toEqual({ status: 200, cache: "public, max-age=31536000, immutable" })
    expect(body.length).toBeGreaterThan(500)
    expect((await ask(path, { method: "POST" })).status).toBe(405)
  }
})

test.each(["evil.example", "localhost.evil.example", "127.0.0.1@evil.example"])("a request for the host %s is not ours", async (host) => {
  const { status, text } = await ask("/", { headers: { Host: host } })
  expect({ status, text }).toEqual({ status: 421, text: "There is nothing at this host name.\n" })
})

test("an upgrade is not made, and the page is there all the same", async () => {
  const { status } = await ask("/", {
    headers: { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Key": "x", "Sec-WebSocket-Version": "13" },
  })
  expect(status).toBe(200)
})

test("what is recalled is missing with the commit, also for who asks for it all the time", async () => {
  await publishDocuments(world, [{ title: "Brief", slug: "brief" }])
  await expect.poll(async () => (await ask("/changelog/brief")).status, { timeout: 5000 }).toBe(200)
  const revision = await withdraw(world, "brief")
  await untilAt(world, revision)
  expect((await ask("/changelog/brief")).status).toBe(404)
  for (const path of ["/", "/rss.xml", "/sitemap.xml", "/api/widget/announcements"]) expect((await ask(path)).text).not.toContain("rief")
})
