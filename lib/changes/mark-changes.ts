import { asc, inArray, sql } from "drizzle-orm"
import { changes } from "#db/schema/changes.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { NotFound } from "../kernel/errors.ts"
import type { ChangeId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { Audience } from "./change.ts"
import type { MarkChanges } from "./input.ts"
import { refuseWhileNeeded } from "./refuse-while-needed.ts"

/** Says for whom several changes are, all or none of them. Answers which were for somebody else before: undoing it is marking these. */
export async function markChanges(deps: Pick<Runtime, "db">, actor: Actor, { ids, audience }: MarkChanges): Promise<ChangeId[]> {
  authorize(actor, "change.edit")
  return deps.db.transaction(async (tx) => {
    await refuseWhileNeeded(tx, { ids, flags: "kept" })
    const others = (await lockChanges(tx, ids)).filter((change) => change.audience !== audience)
    for (const { id, audience: before } of others) {
      const detail = { before: { audience: before }, after: { audience } }
      await recordAudit(tx, { actor, action: "change.edited", subject: { kind: "change", id }, detail })
    }
    const marked = others.map(({ id }) => id)
    if (marked.length > 0) await tx.update(changes).set({ audience, editedAt: sql`now()` }).where(inArray(changes.id, marked))
    return marked
  })
}

/** In the order of their ids, so that two who mark the same ones wait for each other instead of both. */
async function lockChanges(tx: Transaction, ids: ChangeId[]): Promise<{ id: ChangeId; audience: Audience }[]> {
  const found = await tx
    .select({ id: changes.id, audience: changes.audience })
    .from(changes)
    .where(inArray(changes.id, ids))
    .orderBy(asc(changes.id))
    .for("update")
  if (found.length < ids.length) throw new NotFound("change")
  return found
}
