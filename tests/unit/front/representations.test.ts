import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { chooseEncoding } from "../../../app/front/content-encoding.ts"
import { entityTagOf, isKnownToClient } from "../../../app/front/entity-tag.ts"
import { openLastTwo } from "../../../app/front/last-two.ts"
import { bodyIn, publish, tagIn } from "../../../app/front/published-answer.ts"

const TAG = '"abc"'

test.each(['"abc"', 'W/"abc"', '"x", "abc"', 'W/"x",W/"abc"', "*", " * "])("%s says that the client has it", (header) => {
  expect(isKnownToClient(header, TAG)).toBe(true)
})

test.each([undefined, "", "abc", '"ab"', '"abcd"', 'W/"x"', '"abc-br"'])("%s says that the client does not have it", (header) => {
  expect(isKnownToClient(header, TAG)).toBe(false)
})

test.each([
  ["br, gzip", "br"],
  ["gzip, deflate, br", "br"],
  ["gzip", "gzip"],
  ["GZIP;q=0.5", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["*", "br"],
  ["br;q=0, *;q=0.1", "gzip"],
  ["identity", null],
  ["br;q=0, gzip;q=0", null],
  ["", null],
  [undefined, null],
])("who accepts %s gets %s", (header, encoding) => {
  expect(chooseEncoding(header)).toBe(encoding)
})

describe("a published answer", () => {
  const body = Buffer.from("words ".repeat(1000))

  test("has a tag of its bytes, and another one for each encoding", () => {
    const answer = publish("text/html; charset=utf-8", body)
    expect(answer.tag).toBe(entityTagOf(body))
    expect(publish("text/html", Buffer.from("other")).tag).not.toBe(answer.tag)
    expect(new Set([tagIn(answer, null), tagIn(answer, "br"), tagIn(answer, "gzip")]).size).toBe(3)
  })

  test("is encoded once, and decodes to the same bytes", async () => {
    const answer = publish("application/rss+xml; charset=utf-8", body)
    const [first, second] = await Promise.all([bodyIn(answer, "br"), bodyIn(answer, "br")])
    expect(first).toBe(second)
    expect(brotliDecompressSync(first)).toEqual(body)
    expect(gunzipSync(await bodyIn(answer, "gzip"))).toEqual(body)
  })

  test.each([
    ["font/woff2", body, false],
    ["image/png", body, false],
    ["text/html", Buffer.from("short"), false],
    ["text/css", body, true],
    ["application/json", body, true],
  ])("of %s is encoded only where that saves something", (type, bytes, isEncodable) => {
    expect(publish(type, bytes).isEncodable).toBe(isEncodable)
  })
})

test("what is loaded per revision is kept for two of them, and loaded again where that failed", async () => {
  const asked: number[] = []
  const load = openLastTwo(async (revision) => {
    asked.push(revision)
    if (asked.length === 1) throw new Error("no database")
    return revision
  })
  await expect(load(1)).rejects.toThrow("no database")
  expect([await load(1), await load(1), await load(2), await load(1), await load(3), await load(2), await load(1)]).toEqual([
    1, 1, 2, 1, 3, 2, 1,
  ])
  expect(asked).toEqual([1, 1, 2, 3, 1])
})
