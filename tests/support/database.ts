import { randomBytes } from "node:crypto"
import postgres from "postgres"
import { inject } from "vitest"
import type {} from "#tests/support/start-cluster.ts"

export type ClonedDatabase = { url: string; publicUrl: string; name: string }

// Clones made side by side take ten times as long as one after the other.
const ONE_CLONE_AT_A_TIME = 1

/** A migrated database for one test file, or a copy of one that nobody is connected to. Never dropped: the cluster is thrown away with all of them. */
export async function cloneDatabase(original = "curtain_template"): Promise<ClonedDatabase> {
  const cluster = inject("cluster")
  const name = `test_${randomBytes(6).toString("hex")}`
  const admin = postgres(cluster.adminUrl, { max: 1, onnotice: () => {} })
  try {
    await admin`select pg_advisory_lock(${ONE_CLONE_AT_A_TIME})`
    await admin`create database ${admin(name)} template ${admin(original)} owner curtain`
    // What may be done with a database is not part of its template.
    await admin`revoke all on database ${admin(name)} from public`
    await admin`grant connect on database ${admin(name)} to curtain_public`
  } finally {
    await admin.end()
  }
  return { url: inDatabase(cluster.url, name), publicUrl: inDatabase(cluster.publicUrl, name), name }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
