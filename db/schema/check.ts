import { type SQL, sql } from "drizzle-orm"
import { type AnyPgColumn, check } from "drizzle-orm/pg-core"

/** A CHECK that a text column holds one of a list of states. The list comes from the domain's own noun file, never from input. */
export function oneOf(name: string, column: AnyPgColumn, allowed: readonly string[]) {
  return check(name, sql`${column} in (${sql.raw(allowed.map((state) => `'${state}'`).join(", "))})`)
}

export function must(name: string, condition: SQL) {
  return check(name, condition)
}
