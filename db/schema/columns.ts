import { customType, uuid } from "drizzle-orm/pg-core"

/** timestamptz as Temporal.Instant, to the microsecond. */
export const instant = customType<{ data: Temporal.Instant; driverData: string }>({
  dataType: () => "timestamp with time zone",
  toDriver: (value) => value.toString(),
  fromDriver: (text) => Temporal.Instant.from(text),
})

export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" })

/** The words of a text, as PostgreSQL's full-text search finds them. */
export const searchWords = customType<{ data: string; driverData: string }>({ dataType: () => "tsvector" })

/** A column that holds a branded id. */
export function id<Kind extends string>(name: string) {
  return uuid(name).$type<Kind>()
}
