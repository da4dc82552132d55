import { asc, eq, sql } from "drizzle-orm"
import { flagConnections, flags } from "#db/schema/flags.ts"
import type { Queryable } from "#db/transaction.ts"
import { BUILT_IN } from "./flag-connection.ts"

export type FlagChoices = { connections: { id: string; name: string; flags: number }[]; environments: string[] }

/** What a list of flags can be narrowed to: every connection, the built-in one first, and every environment that has a flag. */
export async function listFlagChoices(db: Queryable): Promise<FlagChoices> {
  const connections = await db
    .select({
      id: flagConnections.id,
      name: flagConnections.name,
      flags: sql<number>`count(${flags.id})::int`,
    })
    .from(flagConnections)
    .leftJoin(flags, eq(flags.connectionId, flagConnections.id))
    .groupBy(flagConnections.id)
    .orderBy(sql`${flagConnections.id} <> ${BUILT_IN}`, asc(flagConnections.name), asc(flagConnections.id))
  const environments = await db.selectDistinct({ environment: flags.environment }).from(flags).orderBy(asc(flags.environment))
  return { connections, environments: environments.map(({ environment }) => environment) }
}
