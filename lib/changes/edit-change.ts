import { eq, sql } from "drizzle-orm"
import { changeFlags, changes } from "#db/schema/changes.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { NotFound } from "../kernel/errors.ts"
import type { ChangeId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { EditChange } from "./input.ts"
import { refuseWhileNeeded } from "./refuse-while-needed.ts"

/** A person knows better what a change is than its commit said. */
export async function editChange(deps: Pick<Runtime, "db">, actor: Actor, input: EditChange & { id: ChangeId }): Promise<void> {
  authorize(actor, "change.edit")
  const { id, flags, ...given } = input
  return deps.db.transaction(async (tx) => {
    await refuseWhileNeeded(tx, { ids: [id], flags: flags === undefined ? "kept" : "edited" })
    const before = await lockChange(tx, id)
    const after = { ...before, ...withoutUndefined(given), flags: flags?.toSorted() ?? before.flags }
    const edited = editedKeys(before, after)
    if (edited.length === 0) return
    const { flags: wanted, ...columns } = after
    await tx
      .update(changes)
      .set({ ...columns, editedAt: sql`now()` })
      .where(eq(changes.id, id))
    if (edited.includes("flags")) await writeFlags(tx, id, wanted)
    await recordAudit(tx, {
      actor,
      action: "change.edited",
      subject: { kind: "change", id },
      detail: { before: picked(before, edited), after: picked(after, edited) },
    })
  })
}

type Editable = Pick<typeof changes.$inferSelect, "audience" | "title" | "type"> & { flags: string[] }

async function lockChange(tx: Transaction, id: ChangeId): Promise<Editable> {
  const [change] = await tx
    .select({ audience: changes.audience, title: changes.title, type: changes.type })
    .from(changes)
    .where(eq(changes.id, id))
    .for("update")
  if (!change) throw new NotFound("change")
  const linked = await tx.select({ key: changeFlags.flagKey }).from(changeFlags).where(eq(changeFlags.changeId, id))
  return { ...change, flags: linked.map(({ key }) => key).sort() }
}

async function writeFlags(tx: Transaction, changeId: ChangeId, keys: string[]): Promise<void> {
  await tx.delete(changeFlags).where(eq(changeFlags.changeId, changeId))
  if (keys.length > 0) await tx.insert(changeFlags).values(keys.map((flagKey) => ({ changeId, flagKey })))
}

function editedKeys(before: Editable, after: Editable): (keyof Editable)[] {
  return EDITABLE.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
}

const EDITABLE = ["audience", "title", "type", "flags"] as const satisfies (keyof Editable)[]

function picked(change: Editable, keys: (keyof Editable)[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, change[key]]))
}

function withoutUndefined(given: Omit<EditChange, "flags">): Partial<Editable> {
  const { audience, title, type } = given
  return { ...(audience && { audience }), ...(title && { title }), ...(type && { type }) }
}
