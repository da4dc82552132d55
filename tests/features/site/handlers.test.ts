import { connect } from "node:net"
import { beforeAll, describe, expect, test } from "vitest"
import { readers } from "#db/schema/readers.ts"
import { proofOf } from "#lib/readers/reader.ts"
import { startPortal } from "#tests/support/portal.ts"
import { askRaw, type RawQuestion } from "#tests/support/raw-request.ts"
import { draftDocument, publishDocuments, supersede } from "#tests/support/released-content.ts"
import { API_TOKEN, aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

let world: World
let site: Served
const ask = (path: string, question?: RawQuestion) => askRaw(site, path, question)

beforeAll(async () => {
  world = await aWorld()
  site = await startPortal({ world })
})

const JSON_TYPE = { "Content-Type": "application/json", Authorization: `Bearer ${API_TOKEN}` }
const TOO_MUCH = JSON.stringify({ name: "x".repeat(1024 * 1024) })

describe("a body beyond the limit", () => {
  test("is refused by what it says its length is", async () => {
    const { status, text } = await ask("/api/v1/releases", { method: "POST", headers: JSON_TYPE, body: TOO_MUCH })
    expect({ status, code: JSON.parse(text).code }).toEqual({ status: 413, code: "too_large" })
  })

  test("is refused by its length where it says none", async () => {
    const headers = { ...JSON_TYPE, "Transfer-Encoding": "chunked" }
    expect((await ask("/api/v1/releases", { method: "POST", headers, body: TOO_MUCH })).status).toBe(413)
  })

  test("is refused before it is sent, if the client asks first", async () => {
    const answer = await speak(
      site.port,
      `POST /api/v1/releases HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(answer).not.toContain("100 Continue")
  })

  test("from a client that never stops sending ends with its connection closed", async () => {
    const endless = `POST /api/v1/releases HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n${`10000\r\n${"x".repeat(0x10000)}\r\n`.repeat(40)}`
    expect(await speak(site.port, endless)).toMatch(/^HTTP\/1\.1 413 /)
  })
})

test("a body within the limit arrives", async () => {
  const { status, text } = await ask("/api/v1/releases", { method: "POST", headers: JSON_TYPE, body: "{" })
  expect({ status, code: JSON.parse(text).code }).toEqual({ status: 400, code: "malformed" })
})

test("nobody keeps the answer of a handler that does not say so", async () => {
  const { headers } = await ask("/api/v1/releases", { headers: JSON_TYPE })
  expect(headers["cache-control"]).toBe("no-store")
  expect(headers["x-content-type-options"]).toBe("nosniff")
  expect(Object.keys(headers).filter((name) => /nextjs|powered/.test(name))).toEqual([])
})

describe("the widget's news", () => {
  const news = async (query = "", headers: Record<string, string> = {}) => {
    const { text, ...answer } = await ask(`/api/widget/announcements${query}`, { headers })
    return { ...answer, told: text === "" ? null : JSON.parse(text) }
  }

  test("are entries and announcements, newest first, and how many of them are unread", async () => {
    await draftDocument(world, { title: "Dark mode", slug: "dark-mode" })
    const first = await publishDocuments(world, [
      { title: "Search", slug: "search", body: "Better [filters](/help/filters).", tags: ["search"], publishedAt: "2026-11-01T09:00:00Z" },
      { kind: "article", title: "Filters", slug: "filters" },
    ])
    const second = await publishDocuments(world, [
      { kind: "announcement", title: "Hello", body: "**Hi.**", publishedAt: "2026-11-02T09:00:00Z" },
    ])
    const third = await supersede(world, "search", { title: "Search", slug: "search", body: "Better still." })
    await expect.poll(async () => (await news()).told.revision, { timeout: 5000 }).toBe(third)
    const { told } = await news()
    expect(told.items).toEqual([
      {
        id: expect.any(String),
        kind: "announcement",
        title: "Hello",
        html: "<p><strong>Hi.</strong></p>",
        url: null,
        publishedAt: "2026-11-02T09:00:00Z",
        tags: [],
      },
      {
        id: expect.any(String),
        kind: "entry",
        title: "Search",
        html: "<p>Better still.</p>",
        url: "http://localhost:3000/changelog/search",
        publishedAt: "2026-11-01T09:00:00Z",
        tags: [],
      },
    ])
    const unread = async (seen: number) => (await news(`?seen=${seen}`)).told.unread
    expect([told.unread, await unread(first - 1), await unread(first), await unread(second), await unread(third)]).toEqual([2, 2, 1, 0, 0])
  })

  test("may be shown by any page, without credentials", async () => {
    const { headers } = await news()
    expect(headers["access-control-allow-origin"]).toBe("*")
    expect(headers["access-control-allow-credentials"]).toBeUndefined()
    const preflight = await ask("/api/widget/announcements", {
      method: "OPTIONS",
      headers: { Origin: "https://shop.example", "Access-Control-Request-Method": "GET" },
    })
    expect(preflight).toMatchObject({
      status: 204,
      headers: { "access-control-allow-origin": "*", "access-control-allow-headers": "If-None-Match" },
    })
  })

  test("cost nothing for who has them", async () => {
    const { headers } = await news()
    const again = await news("", { "If-None-Match": `W/${headers.etag}` })
    expect(again).toMatchObject({ status: 304, told: null })
  })

  test.each(["-1", "x", "1.5", "1&more=2"])("refuse ?seen=%s", async (seen) => {
    const { status, told } = await news(`?seen=${seen}`)
    expect({ status, code: told.code }).toEqual({ status: 422, code: "invalid" })
  })

  test("are only read", async () => {
    expect((await ask("/api/widget/announcements", { method: "POST", body: "{}" })).status).toBe(405)
  })
})

describe("what a reader has seen", () => {
  const READER = { reader: "user-4711" }
  const mark = (body: unknown, headers: Record<string, string> = { "Content-Type": "application/json" }) =>
    ask("/api/widget/seen", { method: "POST", headers, body: JSON.stringify(body) })
  const proven = () => ({ ...READER, proof: proofOf(world.settings, READER.reader) })
  const newsFor = async (who: Record<string, string>, more = "") => {
    const { text, headers } = await ask(`/api/widget/announcements?${new URLSearchParams(who)}${more}`)
    return { ...JSON.parse(text), cache: headers["cache-control"] }
  }

  test("on one device is read on all of them, and never less of it", async () => {
    const first = await newsFor(proven())
    expect(first).toMatchObject({ unread: first.items.length, seen: null, cache: "private, max-age=0" })
    const marked = await mark({ revision: first.revision, ...proven() })
    expect(marked).toMatchObject({ status: 204, headers: { "access-control-allow-origin": "*", "cache-control": "no-store" } })
    expect(marked.headers["set-cookie"]).toBeUndefined()
    await mark({ revision: 1, ...proven() })
    expect(await newsFor(proven())).toMatchObject({ unread: 0, seen: first.revision })
    expect(await newsFor(proven(), "&seen=0")).toMatchObject({ unread: 0, seen: first.revision })
    const other = { reader: "user-2", proof: proofOf(world.settings, "user-2") }
    expect(await newsFor(other)).toMatchObject({ unread: first.items.length })
  })

  test("cannot be of a revision that is yet to come", async () => {
    const { revision } = await newsFor(proven())
    await mark({ revision: revision + 1000, ...proven() })
    expect(await newsFor(proven())).toMatchObject({ seen: revision })
  })

  test("is kept of nobody whom the page does not name", async () => {
    const count = async () => (await world.db.select().from(readers)).length
    const before = await count()
    expect((await mark({ revision: 1 })).status).toBe(204)
    expect(await count()).toBe(before)
  })

  test.each<[string, Record<string, unknown>, string]>([
    ["another reader's proof", { revision: 1, reader: "user-5", proof: "0".repeat(64) }, "proof"],
    ["a reader without a proof", { revision: 1, reader: "user-5" }, "proof"],
    ["a proof without a reader", { revision: 1, proof: "0".repeat(64) }, "reader"],
    ["no revision", {}, "revision"],
    ["half a revision", { revision: 1.5 }, "revision"],
  ])("is refused with %s", async (_, body, path) => {
    const { status, text } = await mark(body)
    expect({ status, paths: JSON.parse(text).errors.map((error: { path: string }) => error.path) }).toEqual({ status: 422, paths: [path] })
  })

  test("is not told to somebody who only says who they are", async () => {
    const { status } = await ask(`/api/widget/announcements?reader=user-4711&proof=${"0".repeat(64)}`)
    expect(status).toBe(422)
  })

  test("is sent by pages of any origin, and by no form", async () => {
    const preflight = await ask("/api/widget/seen", { method: "OPTIONS", headers: { Origin: "https://shop.example" } })
    expect(preflight).toMatchObject({
      status: 204,
      headers: { "access-control-allow-methods": "POST", "access-control-allow-headers": "Content-Type" },
    })
    expect((await mark({ revision: 1 }, { "Content-Type": "text/plain" })).status).toBe(415)
    expect((await ask("/api/widget/seen")).status).toBe(405)
  })

  test("is refused when it becomes a flood", async () => {
    const answers = await Promise.all(Array.from({ length: 700 }, () => mark({ revision: 0 })))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(50)
    expect(refused[0]?.headers["retry-after"]).toBe("60")
  })
})

/** Says exactly this and hears what comes until the other side is done, or for as long as the test has patience. */
function speak(port: number, words: string): Promise<string> {
  return new Promise((resolve) => {
    const heard: Buffer[] = []
    const socket = connect(port, "127.0.0.1", () => socket.write(words))
    socket.on("data", (chunk: Buffer) => heard.push(chunk))
    socket.on("error", () => {})
    socket.on("close", () => resolve(Buffer.concat(heard).toString()))
  })
}
