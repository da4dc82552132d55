import { eq, sql } from "drizzle-orm"
import { flagConnections } from "#db/schema/flags.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { FlagConnectionId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { getFlagConnection } from "./queries.ts"

/** Asks the service what the token may do, outside of any transaction, and keeps what it said. */
export async function testFlagConnection(deps: Pick<Runtime, "db" | "flags">, actor: Actor, id: FlagConnectionId): Promise<void> {
  authorize(actor, "connection.manage")
  await getFlagConnection(deps.db, id)
  const report = await deps.flags.test(id)
  await deps.db.transaction(async (tx) => {
    await getFlagConnection(tx, id)
    await tx.update(flagConnections).set({ report, testedAt: sql`now()` }).where(eq(flagConnections.id, id))
    const failed = report.checks.filter(({ status }) => status === "fail").map(({ check }) => check)
    const detail = { ok: report.ok, failed }
    await recordAudit(tx, { actor, action: "connection.tested", subject: { kind: "connection", id }, detail })
  })
}
