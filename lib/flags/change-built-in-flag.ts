import { eq } from "drizzle-orm"
import { builtInFlags, flags } from "#db/schema/flags.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize, authorizeIn } from "../access/authorize.ts"
import { canonicalJson } from "../audit/audit-record.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { advanceSiteRevision } from "../documents/advance-site-revision.ts"
import { Conflict } from "../kernel/errors.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { type BuiltInState, exposureOf } from "./built-in-flag.ts"
import type { ChangeFlag } from "./input.ts"
import { type BuiltInFlag, findMovingLaunch, getBuiltInFlag } from "./queries.ts"
import { setBuiltInFlags } from "./set-built-in-flags.ts"

/** A person's change. The site revision moves only if visitors can see it: a flag that waits for its release stays unknown. */
export async function changeBuiltInFlag(deps: Pick<Runtime, "db">, actor: Actor, input: ChangeFlag & { id: FlagId }): Promise<void> {
  authorize(actor, "flag.write")
  return deps.db.transaction(async (tx) => {
    const flag = await lockFlag(tx, input.id)
    authorizeIn(actor, flag.environment)
    await refuseWhileMoving(tx, flag)
    const before = editableOf(flag)
    const after = { ...before, ...given(input) }
    const isPublic = flag.isPublic || (touchesState(input) && becomesPublic(flag, after))
    if (isSame(before, after) && isPublic === flag.isPublic) return
    if (after.description !== before.description)
      await tx.update(flags).set({ description: after.description }).where(eq(flags.id, flag.id))
    await writeState(tx, flag, { state: stateOf(after), isPublic })
    const detail = { before: { ...before, isPublic: flag.isPublic }, after: { ...after, isPublic } }
    await recordAudit(tx, { actor, action: "flag.changed", subject: { kind: "flag", id: flag.id }, detail })
  })
}

type Editable = BuiltInState & { description: string }

/** A launch locks its flags too, and the site revision after them: nobody changes this one in between, or waits in a circle. */
async function lockFlag(tx: Transaction, id: FlagId): Promise<BuiltInFlag> {
  await tx.select({ id: builtInFlags.flagId }).from(builtInFlags).where(eq(builtInFlags.flagId, id)).for("update")
  return getBuiltInFlag(tx, id)
}

async function refuseWhileMoving(tx: Transaction, flag: BuiltInFlag): Promise<void> {
  const launch = await findMovingLaunch(tx, flag.id)
  if (launch !== null) throw new Conflict("launching", "A release is launching with this flag: it can change once that has ended.")
}

async function writeState(tx: Transaction, flag: BuiltInFlag, next: { state: BuiltInState; isPublic: boolean }): Promise<void> {
  if (isSame(flag.state, next.state) && flag.isPublic === next.isPublic) return
  const revision = next.isPublic ? await advanceSiteRevision(tx) : null
  const { lost } = await setBuiltInFlags(tx, [{ flagId: flag.id, overVersion: flag.version, ...next }], revision)
  if (lost.length > 0) throw new Error(`flag ${flag.id} is locked, yet its version has moved`)
}

/** Where the customers are. What is tried elsewhere is tried in secret: only a launch shows a flag of another environment. */
const OPEN_TO_VISITORS = "production"

/** Lets visitors know of a flag: somebody gets it now, and no release means to be the one that shows it. */
function becomesPublic(flag: BuiltInFlag, after: BuiltInState): boolean {
  if (flag.environment !== OPEN_TO_VISITORS) return false
  return exposureOf(after).kind !== "off" && flag.releases.every((release) => release.state === "released")
}

function editableOf({ description, state }: BuiltInFlag): Editable {
  return { description, ...state }
}

function stateOf({ enabled, rollout, targeting }: Editable): BuiltInState {
  return { enabled, rollout, targeting }
}

function given({ description, enabled, rollout, targeting }: ChangeFlag): Partial<Editable> {
  return {
    ...(description === undefined ? {} : { description }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(rollout === undefined ? {} : { rollout }),
    ...(targeting === undefined ? {} : { targeting }),
  }
}

function touchesState(input: ChangeFlag): boolean {
  return input.enabled !== undefined || input.rollout !== undefined || input.targeting !== undefined
}

function isSame(one: BuiltInState, other: BuiltInState): boolean {
  return canonicalJson(one) === canonicalJson(other)
}
