import { and, eq } from "drizzle-orm"
import { builtInFlags, flags } from "#db/schema/flags.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize, authorizeIn } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict } from "../kernel/errors.ts"
import { type FlagId, newId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { OFF } from "./built-in-flag.ts"
import type { CreateFlag } from "./input.ts"

/** A new flag is off and unknown to visitors: it changes nothing that they could see. */
export async function createFlag(deps: Pick<Runtime, "db">, actor: Actor, input: CreateFlag): Promise<FlagId> {
  authorize(actor, "flag.write")
  authorizeIn(actor, input.environment)
  return deps.db.transaction(async (tx) => {
    const id = newId<FlagId>()
    const { connection: connectionId, key, environment, description } = input
    const [created] = await tx
      .insert(flags)
      .values({ id, connectionId, key, environment, description })
      .onConflictDoNothing({ target: [flags.connectionId, flags.key, flags.environment] })
      .returning({ id: flags.id })
    if (!created) return refuseSecond(tx, input)
    await tx.insert(builtInFlags).values({ flagId: id, ...OFF })
    await recordAudit(tx, { actor, action: "flag.created", subject: { kind: "flag", id }, detail: input })
    return id
  })
}

async function refuseSecond(tx: Transaction, { connection, key, environment }: CreateFlag): Promise<never> {
  const [standing] = await tx
    .select({ id: flags.id })
    .from(flags)
    .where(and(eq(flags.connectionId, connection), eq(flags.key, key), eq(flags.environment, environment)))
  throw new Conflict("flag_exists", `The flag "${key}" is there in "${environment}" already: its id is ${standing?.id}.`)
}
