import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js"
import postgres from "postgres"
import { type Renewing, renewing } from "./survive-loss.ts"
import { type Database, type InsertJob, type PublicDatabase, withJobs } from "./transaction.ts"

export type Connection<Kind> = { db: Kind; close(): Promise<void> }

// postgres.js waits up to 21 s between attempts of its own; with these it is back within a quarter second of the server.
const BACK_QUICKLY = { backoff: () => 0.25, connect_timeout: 2 }

export function openDatabase(options: { url: string; max: number; insertJob: InsertJob }): Connection<Database> {
  const client = connect(options.url, options.max)
  return { db: withJobs(client.db, options.insertJob), close: client.close }
}

export function openPublicDatabase(options: { url: string; max: number }): Connection<PublicDatabase> {
  const client = connect(options.url, options.max)
  return { db: Object.assign(client.db, { reads: "released rows" as const }), close: client.close }
}

/** Calls `heard` with the payload of every notification, and once after each (re)connect, since some may have been missed. */
export async function listen(options: {
  url: string
  channel: string
  heard: (payload: string | null) => void
}): Promise<() => Promise<void>> {
  const client = postgres(options.url, { max: 1, onnotice: () => {}, ...BACK_QUICKLY })
  await client.listen(
    options.channel,
    (payload) => options.heard(payload),
    () => options.heard(null),
  )
  return () => client.end({ timeout: 1 })
}

function connect(url: string, max: number): Connection<PostgresJsDatabase> {
  const pool = renewing(() => postgres(url, { max, onnotice: () => {}, connection: { TimeZone: "UTC" }, ...BACK_QUICKLY }))
  return { db: drizzle(preparing(pool)), close: () => pool.end({ timeout: 5 }) }
}

/**
 * drizzle sends every statement unprepared: two round trips each, and none before the answer to the last. Prepared ones take
 * one, and follow each other without waiting. What piles up on a connection goes with it, after an hour or so.
 */
function preparing(pool: Renewing): postgres.Sql {
  return Object.assign(Object.create(pool.current()), {
    unsafe: (...given: Unsafe) => {
      const query = prepared(pool.current(), given)
      void pool.watch(query)
      return query
    },
    begin: (...begun: unknown[]) => pool.watch(passOn(pool.current(), "begin", begun)),
  }) as postgres.Sql
}

type Unsafe = [text: string, values?: never[], options?: postgres.UnsafeQueryOptions]

function prepared(client: postgres.Sql, [text, values = [], options = {}]: Unsafe) {
  return client.unsafe(text, values, values.length > 0 ? { ...options, prepare: true } : options)
}

/** The client of a transaction prepares as well. */
function passOn(client: object, method: "begin" | "savepoint", begun: unknown[]): Promise<unknown> {
  const run = begun.at(-1) as (inner: postgres.Sql) => unknown
  const opener = client as Record<typeof method, (...given: unknown[]) => Promise<unknown>>
  return opener[method](...begun.slice(0, -1), (inner: postgres.Sql) => run(preparingInner(inner)))
}

function preparingInner(inner: postgres.Sql): postgres.Sql {
  return Object.assign(Object.create(inner), {
    unsafe: (...given: Unsafe) => prepared(inner, given),
    savepoint: (...begun: unknown[]) => passOn(inner, "savepoint", begun),
  }) as postgres.Sql
}
