import { eq } from "drizzle-orm"
import { flags } from "#db/schema/flags.ts"
import type { Actor } from "../access/actor.ts"
import { authorize, authorizeIn } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Invalid } from "../kernel/errors.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { ChangeFlag } from "./input.ts"
import { getFlag } from "./queries.ts"

/** Only our own words about it: whom it serves is the other system's to say, and a release's to change. */
export async function changeConnectedFlag(deps: Pick<Runtime, "db">, actor: Actor, input: ChangeFlag & { id: FlagId }): Promise<void> {
  authorize(actor, "flag.write")
  const { id, description, ...elsewhere } = input
  return deps.db.transaction(async (tx) => {
    await tx.select({ id: flags.id }).from(flags).where(eq(flags.id, id)).for("update")
    const flag = await getFlag(tx, id)
    authorizeIn(actor, flag.environment)
    refuseElsewhere(elsewhere)
    if (description === undefined || description === flag.description) return
    await tx.update(flags).set({ description }).where(eq(flags.id, id))
    const detail = { before: { description: flag.description }, after: { description } }
    await recordAudit(tx, { actor, action: "flag.changed", subject: { kind: "flag", id }, detail })
  })
}

function refuseElsewhere(elsewhere: Omit<ChangeFlag, "description">): void {
  const given = Object.entries(elsewhere).filter(([, value]) => value !== undefined)
  const message = "This flag is in another system: change it in the flag service, or by a release."
  if (given.length > 0) throw new Invalid(given.map(([path]) => ({ path, message })))
}
