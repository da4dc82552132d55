import { and, eq, ne } from "drizzle-orm"
import { flagConnections, flags } from "#db/schema/flags.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict } from "../kernel/errors.ts"
import type { FlagConnectionId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { sealSecret } from "../secrets/sealed-secret.ts"
import { secretKeys } from "../secrets/secret-keys.ts"
import { flagTokenPlace } from "../secrets/secret-places.ts"
import { findLaunchWriting } from "./find-launch-writing.ts"
import type { EditFlagConnection } from "./input.ts"
import { type FlagConnection, getFlagConnection } from "./queries.ts"
import { type CheckedAddresses, refuseUnsafeAddress } from "./refuse-unsafe-address.ts"

type Deps = Pick<Runtime, "db" | "settings"> & CheckedAddresses
type Edit = EditFlagConnection & { id: FlagConnectionId }

/** Another address never gets the token that was entered for this one. */
export async function editFlagConnection(deps: Deps, actor: Actor, input: Edit): Promise<void> {
  authorize(actor, "connection.manage")
  if (input.baseUrl !== undefined) await refuseUnsafeAddress(deps, input.baseUrl)
  const sealedToken = input.token ? sealSecret(secretKeys(deps.settings), input.token, flagTokenPlace(input.id)) : null
  await deps.db.transaction(async (tx) => {
    const before = await lockConnection(tx, input.id)
    const after = { name: input.name ?? before.name, baseUrl: input.baseUrl ?? before.baseUrl }
    const token = fateOfToken(before, input)
    if (after.name === before.name && after.baseUrl === before.baseUrl && token === "kept") return
    if (after.baseUrl !== before.baseUrl) await moveAway(tx, before, after.baseUrl)
    await tx
      .update(flagConnections)
      .set({ ...after, ...(token === "kept" ? {} : { sealedToken, testedAt: null, report: null }) })
      .where(eq(flagConnections.id, input.id))
    const detail = { before: { name: before.name, baseUrl: before.baseUrl }, after, token }
    await recordAudit(tx, { actor, action: "connection.edited", subject: { kind: "connection", id: input.id }, detail })
  })
}

async function lockConnection(tx: Transaction, id: FlagConnectionId): Promise<FlagConnection> {
  await tx.select({ id: flagConnections.id }).from(flagConnections).where(eq(flagConnections.id, id)).for("no key update")
  return getFlagConnection(tx, id)
}

function fateOfToken(before: FlagConnection, { token, baseUrl }: Edit): "kept" | "replaced" | "forgotten" {
  if (token) return "replaced"
  const isForgotten = token === null || (baseUrl !== undefined && baseUrl !== before.baseUrl)
  return isForgotten && before.hasToken ? "forgotten" : "kept"
}

/** What the old address said, of its flags, its token and its peace, says nothing of the new one. */
async function moveAway(tx: Transaction, { id, kind, project }: FlagConnection, baseUrl: string): Promise<void> {
  const launch = await findLaunchWriting(tx, id)
  if (launch !== null)
    throw new Conflict(
      "launching",
      `The launch of "${launch.releaseName}" is writing flags there: the address can change once that has ended.`,
    )
  await refuseTakenAddress(tx, id, { kind, project, baseUrl })
  await tx.update(flagConnections).set({ quietUntil: null, testedAt: null, report: null }).where(eq(flagConnections.id, id))
  await tx.update(flags).set({ observed: null, observedAt: null }).where(eq(flags.connectionId, id))
}

type Place = Pick<FlagConnection, "kind" | "project" | "baseUrl">

async function refuseTakenAddress(tx: Transaction, id: FlagConnectionId, { kind, project, baseUrl }: Place): Promise<void> {
  const [taken] = await tx
    .select({ name: flagConnections.name })
    .from(flagConnections)
    .where(
      and(
        eq(flagConnections.kind, kind),
        eq(flagConnections.project, project),
        eq(flagConnections.baseUrl, baseUrl),
        ne(flagConnections.id, id),
      ),
    )
  if (taken !== undefined) throw new Conflict("connection_exists", `"${taken.name}" is the connection to that project already.`)
}
