import { z } from "zod"
import { Invalid } from "#lib/kernel/errors.ts"

/** Spread into an operation's query: `query: z.object({ ...pageQuery, state: … })`. */
export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(50)
    .meta({ description: "How many items at most.", override: { type: "integer" } }),
  cursor: z.string().min(1).max(2000).optional().meta({ description: "The `nextCursor` of the page before." }),
}

/** The answer of a list. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: "Send it as `cursor` for the next page; null on the last one." }),
  })
}

/** `rows` were asked for with `limit + 1`: the one too many tells that there is a next page. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => Position,
): { items: Row[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(positionOf(last)) : null }
}

/** Where a page ends: the values of the columns it is sorted by. Plain JSON, so instants go in as text. */
export type Position = Record<string, string | number | boolean | null>

export function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url")
}

/** The position in a cursor of ours, null without one; what is not of that form is refused like any other field. */
export function decodeCursor<Shape extends z.ZodType>(cursor: string | undefined, position: Shape): z.output<Shape> | null {
  if (cursor === undefined) return null
  const parsed = position.safeParse(readCursor(cursor))
  if (!parsed.success) throw new Invalid([{ path: "cursor", message: "is not a cursor of this list" }])
  return parsed.data
}

function readCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))
  } catch {
    return undefined
  }
}
