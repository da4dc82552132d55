import { sql } from "drizzle-orm"
import journal from "#db/migrations/meta/_journal.json" with { type: "json" }
import type { Database } from "#db/transaction.ts"
import { TookTooLong, withinMs } from "../kernel/within.ts"
import type { Runtime } from "../runtime.ts"

export type Part = "database" | "migrations" | "site revision"

/** Which parts are broken. A database that takes its time is busy; it is broken when nobody here has heard of it either. */
export async function checkHealth(deps: Pick<Runtime, "db" | "revision">): Promise<Part[]> {
  const database = await lookAt(deps.db)
  const isConfirmed = deps.revision.current().is === "confirmed"
  const broken: Part[] = []
  if (database === "away" || (database === "silent" && !isConfirmed)) broken.push("database")
  if (database === "behind") broken.push("migrations")
  if (!isConfirmed) broken.push("site revision")
  return broken
}

type Sight = "ready" | "behind" | "away" | "silent"

/** A load balancer asks again after a few seconds, and should have an answer by then. */
const PATIENCE_MS = 2000

const looking = new WeakMap<Database, Promise<Sight>>()

/** One look at a time: against a database that hangs, each would hold a connection. */
async function lookAt(db: Database): Promise<Sight> {
  try {
    return await withinMs(PATIENCE_MS, looking.get(db) ?? startLooking(db))
  } catch (error) {
    return error instanceof TookTooLong ? "silent" : "away"
  }
}

function startLooking(db: Database): Promise<Sight> {
  const look = findMigration(db)
    .then((applied): Sight => (applied >= newestMigration() ? "ready" : "behind"))
    .finally(() => looking.delete(db))
  looking.set(db, look)
  return look
}

/** The newest one that was applied. A database ahead of this code is well: new code is being rolled out. */
async function findMigration(db: Database): Promise<number> {
  const [row] = await db.execute<{ newest: string | null }>(sql`select max(created_at) as newest from schema_migrations`)
  return Number(row?.newest ?? 0)
}

function newestMigration(): number {
  return Math.max(...journal.entries.map((entry) => entry.when))
}
