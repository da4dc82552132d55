import { builtInFlags, flags } from "#db/schema/flags.ts"
import type { Actor } from "../access/actor.ts"
import { authorize, authorizeIn } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { type FlagId, newId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { OFF } from "./built-in-flag.ts"
import type { CreateFlag } from "./input.ts"
import { refuseSecondFlag } from "./refuse-second-flag.ts"

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
    if (!created) return refuseSecondFlag(tx, input)
    await tx.insert(builtInFlags).values({ flagId: id, ...OFF })
    await recordAudit(tx, { actor, action: "flag.created", subject: { kind: "flag", id }, detail: input })
    return id
  })
}
