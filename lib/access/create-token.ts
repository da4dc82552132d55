import { sql } from "drizzle-orm"
import { apiTokens } from "#db/schema/access.ts"
import type { Transaction } from "#db/transaction.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Forbidden, Invalid } from "../kernel/errors.ts"
import { newId, type TokenId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { type Actor, mayGrant } from "./actor.ts"
import { authorize } from "./authorize.ts"
import type { CreateToken } from "./input.ts"
import { hashOfToken, newTokenText } from "./token-text.ts"

/** The text is told to the caller here and nowhere else: what is stored is its hash. */
export async function createToken(deps: Pick<Runtime, "db">, actor: Actor, input: CreateToken): Promise<{ id: TokenId; token: string }> {
  authorize(actor, "token.manage")
  if (!mayGrant(actor, input)) throw new Forbidden("A token can give to another one only what it may do itself, in its own environment.")
  const token = newTokenText()
  const id = newId<TokenId>()
  const { name, scopes, environment, expiresAt } = input
  await deps.db.transaction(async (tx) => {
    if (expiresAt !== null) await refusePast(tx, expiresAt)
    await tx.insert(apiTokens).values({ id, hash: hashOfToken(token), name, scopes, environment, expiresAt })
    const detail = { name, scopes, environment, expiresAt: expiresAt?.toString() ?? null }
    await recordAudit(tx, { actor, action: "token.created", subject: { kind: "token", id }, detail })
  })
  return { id, token }
}

/** The database's clock ends a token, so it also says what has passed. */
async function refusePast(tx: Transaction, expiresAt: Temporal.Instant): Promise<void> {
  const [row] = await tx.execute<{ ahead: boolean }>(sql`select ${expiresAt.toString()}::timestamptz > now() as ahead`)
  if (row?.ahead !== true) throw new Invalid([{ path: "expiresAt", message: "must be in the future" }])
}
