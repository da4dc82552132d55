import { eq, inArray } from "drizzle-orm"
import { flagConnections, flagLeases, flags } from "#db/schema/flags.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict } from "../kernel/errors.ts"
import type { FlagConnectionId, FlagId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { listReleasesOfConnection } from "./list-releases-of-connection.ts"
import { getFlagConnection, type TargetingRelease } from "./queries.ts"

/** With its flags, which no release means to move or has moved. In the flag service itself nothing changes. */
export async function removeFlagConnection(deps: Pick<Runtime, "db">, actor: Actor, id: FlagConnectionId): Promise<void> {
  authorize(actor, "connection.manage")
  await deps.db.transaction(async (tx) => {
    const gone = await lockFlags(tx, id)
    const { kind, name, baseUrl, project } = await getFlagConnection(tx, id)
    const using = await listReleasesOfConnection(tx, id)
    if (using.length > 0) refuseInUse(using)
    await tx.delete(flagLeases).where(
      inArray(
        flagLeases.flagId,
        gone.map((flag) => flag.id),
      ),
    )
    await tx.delete(flags).where(eq(flags.connectionId, id))
    await tx.delete(flagConnections).where(eq(flagConnections.id, id))
    const detail = { kind, name, baseUrl, project, flags: gone.map(({ key, environment }) => `${key} in ${environment}`) }
    await recordAudit(tx, { actor, action: "connection.removed", subject: { kind: "connection", id }, detail })
  })
}

/** By id, as launches do. Whoever adds a flag to the connection, or one of its flags to a release, waits until it is gone or stays. */
async function lockFlags(tx: Transaction, id: FlagConnectionId): Promise<{ id: FlagId; key: string; environment: string }[]> {
  await tx.select({ id: flagConnections.id }).from(flagConnections).where(eq(flagConnections.id, id)).for("update")
  return tx
    .select({ id: flags.id, key: flags.key, environment: flags.environment })
    .from(flags)
    .where(eq(flags.connectionId, id))
    .orderBy(flags.id)
    .for("update")
}

/** A release that is out may be recalled, and one that was recalled launched again: both need the connection. */
function refuseInUse(using: TargetingRelease[]): never {
  const names = new Intl.ListFormat("en").format(using.map(({ name, state }) => `"${name}" (${state})`))
  throw new Conflict(
    "in_use",
    `Flags of this connection belong to ${names}. Take them out of what is planned; to cut it off now, forget its token.`,
  )
}
