import { and, eq } from "drizzle-orm"
import { flagConnections } from "#db/schema/flags.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict } from "../kernel/errors.ts"
import { type FlagConnectionId, newId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { sealSecret } from "../secrets/sealed-secret.ts"
import { secretKeys } from "../secrets/secret-keys.ts"
import { flagTokenPlace } from "../secrets/secret-places.ts"
import type { CreateFlagConnection } from "./input.ts"
import { type CheckedAddresses, refuseUnsafeAddress } from "./refuse-unsafe-address.ts"

type Deps = Pick<Runtime, "db" | "settings"> & CheckedAddresses

/** The token is sealed before it reaches the database, and never comes back from there. Nothing is called but a resolver. */
export async function createFlagConnection(deps: Deps, actor: Actor, input: CreateFlagConnection): Promise<FlagConnectionId> {
  authorize(actor, "connection.manage")
  await refuseUnsafeAddress(deps, input.baseUrl)
  const id = newId<FlagConnectionId>()
  const { token, ...told } = input
  const sealedToken = sealSecret(secretKeys(deps.settings), token, flagTokenPlace(id))
  return deps.db.transaction(async (tx) => {
    const created = await tx
      .insert(flagConnections)
      .values({ id, ...told, sealedToken })
      .onConflictDoNothing()
      .returning({ id: flagConnections.id })
    if (created.length === 0) return refuseSecondConnection(tx, input)
    await recordAudit(tx, { actor, action: "connection.created", subject: { kind: "connection", id }, detail: told })
    return id
  })
}

/** Two connections to one project would be two lines of writers for one flag. */
async function refuseSecondConnection(tx: Transaction, { kind, baseUrl, project }: CreateFlagConnection): Promise<never> {
  const { id } = flagConnections
  const place = and(eq(flagConnections.kind, kind), eq(flagConnections.baseUrl, baseUrl), eq(flagConnections.project, project))
  const [standing] = await tx.select({ id }).from(flagConnections).where(place)
  throw new Conflict(
    "connection_exists",
    `The project "${project}" at ${baseUrl} is connected already: the connection's id is ${standing?.id}.`,
  )
}
