import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { drizzle } from "drizzle-orm/postgres-js"
import { migrate } from "drizzle-orm/postgres-js/migrator"
import postgres from "postgres"
import { grantPublicRole } from "./public-role.ts"

// Put together by hand: a bundler takes `new URL(…, import.meta.url)` for a file that it should bundle.
const MIGRATIONS = join(dirname(fileURLToPath(import.meta.url)), "migrations")

// Any number would do, as long as every Curtain takes the same: it keeps two that start at once from migrating side by side.
const MIGRATION_LOCK = 4_071_977

/** Brings the schema up to date and gives the restricted role its views. Safe to run from several processes at once, and again. */
export async function prepareDatabase(options: { url: string; publicRole: string }): Promise<void> {
  const client = postgres(options.url, { max: 1, onnotice: () => {} })
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS, migrationsSchema: "public", migrationsTable: "schema_migrations" })
    await grantPublicRole({ url: options.url, role: options.publicRole })
  } finally {
    await client.end({ timeout: 5 })
  }
}
