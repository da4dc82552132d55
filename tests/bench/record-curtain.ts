import { drizzle } from "drizzle-orm/postgres-js"
import postgres from "postgres"
import { withJobs } from "#db/transaction.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { raiseCurtain } from "#lib/launch/raise-curtain.ts"
import type { BenchPortal } from "./cluster.ts"

/** The statements that raiseCurtain really sends, in their order, as one text with the values written into it. */
export async function recordCurtain(portal: BenchPortal, launchId: LaunchId): Promise<{ text: string; statements: number }> {
  const launch = await getLaunch(portal.db, launchId)
  const sent: string[] = []
  const client = postgres(portal.url, {
    max: 1,
    onnotice: () => {},
    connection: { TimeZone: "UTC" },
    debug: (_, text, values) => sent.push(withLiterals(text, values)),
  })
  try {
    await raiseCurtain({ db: withJobs(drizzle(client), portal.queue.insertJob) }, launch)
  } finally {
    await client.end()
  }
  const begun = sent.findIndex((text) => /^begin/i.test(text))
  const statements = sent.slice(begun).map((text) => text.trim())
  return { text: statements.join(";\n"), statements: statements.length }
}

/** Quoted and without a type, a literal is read as the parameter was: in the type of its place. */
function withLiterals(text: string, values: readonly unknown[]): string {
  return text.replace(/\$(\d+)/g, (_, number) => literal(values[Number(number) - 1]))
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return "null"
  const text = typeof value === "object" ? JSON.stringify(value) : String(value)
  return `'${text.replaceAll("'", "''")}'`
}
