import postgres, { type Sql } from "postgres"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { DOCUMENT_COUNT } from "./big-release.ts"

export type Rewind = {
  /** Puts every row that the curtain wrote back as it was, and leaves the tables vacuumed. */
  rewind(): Promise<void>
  /** Throws unless the curtain is up: what was measured must have happened. */
  mustBeUp(): Promise<void>
  close(): Promise<void>
}

/** Every table the curtain transaction writes, and which of its rows. Found by what it leaves alone, and by what was kept before. */
const TOUCHED: Record<string, string> = {
  launches: "id = $launch",
  releases: "id in (select release_id from kept.launches)",
  flips: "launch_id = $launch",
  built_in_flags: "flag_id in (select flag_id from kept.flips)",
  built_in_flag_states: "flag_id in (select flag_id from kept.flips)",
  editions: "id in (select edition_id from launch_editions where launch_id = $launch)",
  slugs: "document_id in (select document_id from kept.editions)",
  site_state: "singleton",
  audit_unsealed: "record_id in (select id from audit_records where subject_kind = 'launch' and subject_id = $launch)",
  audit_records: "subject_kind = 'launch' and subject_id = $launch",
  "pgboss.job_common": "data ->> 'launchId' = $launch",
}

/** Keeps a copy of those rows as they are now, before the curtain. */
export async function keepRows(adminUrl: string, launchId: LaunchId): Promise<Rewind> {
  // A superuser without triggers: the audit log refuses to forget, and here it has to.
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {}, connection: { session_replication_role: "replica" } })
  const tables = Object.entries(TOUCHED).map(([table, rows]) => ({ table, rows: rows.replaceAll("$launch", `'${launchId}'`) }))
  const copies = tables.map(({ table, rows }) => `create table ${keptOf(table)} as select * from ${table} where ${rows}`)
  await admin.unsafe(["create schema kept", ...copies].join(";\n"))
  // What autovacuum would have done by the time of a launch.
  await admin.unsafe("vacuum analyze")
  const deletes = tables.map(({ table, rows }) => `delete from ${table} where ${rows}`)
  const inserts = tables.map(({ table }) => `insert into ${table} select * from ${keptOf(table)}`)
  const vacuum = `vacuum ${tables.map(({ table }) => table).join(", ")}`
  return {
    rewind: async () => {
      await admin.unsafe(["begin", ...deletes, ...inserts, "commit"].join(";\n"))
      await admin.unsafe(vacuum)
    },
    mustBeUp: () => mustBeUp(admin, launchId),
    close: () => admin.end(),
  }
}

/** A table that is written and not put back would make each round start from another state. */
export function mustKnowTables(curtain: string): void {
  const written = [...curtain.matchAll(/\b(?:update|insert into|delete from)\s+"?([\w.]+)"?/gi)].map((hit) => hit[1] ?? "")
  const unknown = written.filter((table) => !(table in TOUCHED) && table.toLowerCase() !== "set")
  if (unknown.length > 0) throw new Error(`the curtain writes ${unknown.join(", ")}: tests/bench/rewind.ts has to put that back too`)
}

function keptOf(table: string): string {
  return `kept.${table.replace(/^.*\./, "")}`
}

async function mustBeUp(admin: Sql, launchId: LaunchId): Promise<void> {
  const [found] = await admin<{ state: string; live: number }[]>`
    select state, (select count(*)::int from editions where editions.launch_id = launches.id and editions.state = 'live') as live
    from launches where id = ${launchId}`
  if (found?.state === "live" && found.live === DOCUMENT_COUNT) return
  throw new Error(`after the curtain the launch is ${found?.state} with ${found?.live} live documents, not ${DOCUMENT_COUNT}`)
}
