import { expect, test } from "vitest"
import { z } from "zod"
import { decodeCursor, encodeCursor, pageOf, pageQuery } from "../../../app/api/page-of.ts"

const position = z.object({ at: z.string(), id: z.string() })

test("a cursor is opaque and leads back to its position", () => {
  const cursor = encodeCursor({ at: "2026-11-24T09:00:00Z", id: "7" })
  expect(cursor).toMatch(/^[\w-]+$/)
  expect(decodeCursor(cursor, position)).toEqual({ at: "2026-11-24T09:00:00Z", id: "7" })
})

test("without a cursor there is no position", () => {
  expect(decodeCursor(undefined, position)).toBeNull()
})

test.each(["nonsense", "", encodeCursor({ at: "2026-11-24T09:00:00Z" }), Buffer.from("{").toString("base64url")])(
  "the broken cursor %j is refused as input",
  (cursor) => {
    expect(() => decodeCursor(cursor, position)).toThrow(
      expect.objectContaining({ kind: "invalid", complaints: [{ path: "cursor", message: "is not a cursor of this list" }] }),
    )
  },
)

test("the row too many becomes the next page's cursor", () => {
  const rows = [{ id: "3" }, { id: "2" }, { id: "1" }]
  const first = pageOf(rows, 2, ({ id }) => ({ id }))
  expect(first.items).toEqual([{ id: "3" }, { id: "2" }])
  expect(decodeCursor(first.nextCursor ?? undefined, z.object({ id: z.string() }))).toEqual({ id: "2" })
  expect(pageOf(rows, 3, ({ id }) => ({ id })).nextCursor).toBeNull()
  expect(pageOf([], 3, () => ({})).nextCursor).toBeNull()
})

test.each([
  ["", 50],
  ["1", 1],
  ["100", 100],
])("a limit of %j means %d", (given, meant) => {
  expect(z.object(pageQuery).parse(given === "" ? {} : { limit: given })).toEqual({ limit: meant })
})

test.each(["0", "101", "1.5", "ten", "-1", ""])("a limit of %j is refused", (limit) => {
  expect(z.object(pageQuery).safeParse({ limit }).success).toBe(false)
})
