import { and, eq, isNull, sql } from "drizzle-orm"
import { apiTokens } from "#db/schema/access.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { TokenId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { Actor } from "./actor.ts"
import { authorize } from "./authorize.ts"
import { getToken } from "./queries.ts"

/** In force with its commit, since no process keeps tokens. Revoking twice is revoking once. */
export async function revokeToken(deps: Pick<Runtime, "db">, actor: Actor, id: TokenId): Promise<void> {
  authorize(actor, "token.manage")
  await deps.db.transaction(async (tx) => {
    const token = await getToken(tx, id)
    const revoked = await tx
      .update(apiTokens)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(apiTokens.id, id), isNull(apiTokens.revokedAt)))
      .returning({ id: apiTokens.id })
    if (revoked.length === 0) return
    await recordAudit(tx, { actor, action: "token.revoked", subject: { kind: "token", id }, detail: { name: token.name } })
  })
}
