import { eq, sql } from "drizzle-orm"
import { flagConnections, flags } from "#db/schema/flags.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize, authorizeIn } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict, DomainError, Invalid } from "../kernel/errors.ts"
import { type FlagConnectionId, type FlagId, idOf, newId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { FlagLook } from "./flag-look.ts"
import type { Refused, Retry, Seen } from "./flag-provider.ts"
import type { NewFlag } from "./input.ts"
import { findFlagAt, findFlagConnection } from "./queries.ts"
import { refuseSecondFlag } from "./refuse-second-flag.ts"

type Deps = Pick<Runtime, "db"> & { flags: FlagLook }

/** A row for a flag that another system has: looked at first, so that there is none for a slip of the pen. Nothing changes over there. */
export async function addConnectedFlag(deps: Deps, actor: Actor, input: NewFlag): Promise<FlagId> {
  authorize(actor, "flag.write")
  authorizeIn(actor, input.environment)
  if ((await findFlagConnection(deps.db, input.connection)) === null) refuseConnection()
  if ((await findFlagAt(deps.db, input)) !== null) return refuseSecondFlag(deps.db, input)
  const connectionId = idOf<FlagConnectionId>(input.connection)
  const seen = mustBeSeen(await deps.flags.look({ connectionId, key: input.key, environment: input.environment }), input)
  return deps.db.transaction((tx) => insertFlag(tx, actor, { ...input, connectionId, seen }))
}

async function insertFlag(tx: Transaction, actor: Actor, flag: NewFlag & { connectionId: FlagConnectionId; seen: Seen }): Promise<FlagId> {
  await keepConnection(tx, flag.connectionId)
  const { connection, connectionId, key, environment, description, seen } = flag
  const id = newId<FlagId>()
  const created = await tx
    .insert(flags)
    .values({ id, connectionId, key, environment, description, observed: seen.exposure, observedAt: sql`now()` })
    .onConflictDoNothing({ target: [flags.connectionId, flags.key, flags.environment] })
    .returning({ id: flags.id })
  if (created.length === 0) return refuseSecondFlag(tx, flag)
  const detail = { connection, key, environment, description, observed: seen.exposure }
  await recordAudit(tx, { actor, action: "flag.created", subject: { kind: "flag", id }, detail })
  return id
}

/** It could be removed while the service was asked. */
async function keepConnection(tx: Transaction, id: FlagConnectionId): Promise<void> {
  const kept = await tx.select({ id: flagConnections.id }).from(flagConnections).where(eq(flagConnections.id, id)).for("key share")
  if (kept.length === 0) refuseConnection()
}

function refuseConnection(): never {
  throw new Invalid([{ path: "connection", message: "There is no such flag connection." }])
}

function mustBeSeen(answer: Seen | Retry | Refused, { key, environment }: NewFlag): Seen {
  if (answer.is === "seen") return answer
  if (answer.is === "retry")
    throw new DomainError("unavailable", "flag_service_unavailable", `The flag service gave no answer: ${answer.reason} Try again later.`)
  if (answer.because === "missing")
    throw new Invalid([{ path: "key", message: `The flag service shows no flag "${key}" in "${environment}": ${answer.reason}` }])
  throw new Conflict("flag_service_refused", `The flag service does not show the flag: ${answer.reason}`)
}
