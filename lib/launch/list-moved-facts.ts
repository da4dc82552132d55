import { and, eq, isNotNull, ne } from "drizzle-orm"
import { builtInFlags, flags } from "#db/schema/flags.ts"
import { flips } from "#db/schema/launches.ts"
import type { Transaction } from "#db/transaction.ts"
import { countChangesNotInProduction } from "../changes/queries.ts"
import type { Launch } from "./launch.ts"

/** What has moved since the launch was checked, in sentences. The caller holds the locks of the launch and its flags. */
export async function listMovedFacts(tx: Transaction, launch: Launch): Promise<string[]> {
  return (await Promise.all([listRolledBackChanges(tx, launch), listForeignFlips(tx, launch), listUnprovenFlips(tx, launch)])).flat()
}

async function listRolledBackChanges(tx: Transaction, launch: Launch): Promise<string[]> {
  const gone = await countChangesNotInProduction(tx, launch.releaseId)
  if (gone === 0) return []
  return [`${gone === 1 ? "A change is" : `${gone} changes are`} no longer in production.`]
}

async function listForeignFlips(tx: Transaction, launch: Launch): Promise<string[]> {
  const rows = await tx
    .select({ key: flags.key, environment: flags.environment, recorded: flips.recordedVersion, version: builtInFlags.version })
    .from(flips)
    .innerJoin(builtInFlags, eq(builtInFlags.flagId, flips.flagId))
    .innerJoin(flags, eq(flags.id, flips.flagId))
    .where(and(eq(flips.launchId, launch.id), ne(flips.state, "applied")))
    .orderBy(flips.flagId)
  return rows
    .filter((row) => row.version !== row.recorded)
    .map((row) => `Somebody changed the flag ${row.key} in ${row.environment} since the launch began.`)
}

/** Each was read back before we came here, or the launch was stopped and taken up again meanwhile. */
async function listUnprovenFlips(tx: Transaction, launch: Launch): Promise<string[]> {
  const rows = await tx
    .select({ key: flags.key, environment: flags.environment })
    .from(flips)
    .innerJoin(flags, eq(flags.id, flips.flagId))
    .where(and(eq(flips.launchId, launch.id), ne(flips.state, "applied"), isNotNull(flips.recordedState)))
  return rows.map((row) => `The flag ${row.key} in ${row.environment} was not read back as it should be.`)
}
