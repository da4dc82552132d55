import { and, eq, gt, isNull, or, sql } from "drizzle-orm"
import { apiTokens } from "#db/schema/access.ts"
import type { Database } from "#db/transaction.ts"
import type { TokenId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { Actor } from "./actor.ts"
import { areSameText, hashOfToken, isTokenText } from "./token-text.ts"

/** Who a token speaks for, or null. Asked of the database each time: a token revoked a moment ago is nobody's. */
export async function findActor(deps: Pick<Runtime, "db" | "settings">, token: string): Promise<Actor | null> {
  if (areSameText(token, deps.settings.apiToken)) return { kind: "bootstrap", name: "bootstrap token" }
  if (!isTokenText(token)) return null
  const found = await findValidToken(deps.db, token)
  if (found === null) return null
  const { id, name, scopes, environment } = found
  if (found.wasIdle) await noteUse(deps.db, id)
  return { kind: "token", id, name, scopes, environment }
}

async function findValidToken(db: Database, token: string) {
  const [found] = await db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      scopes: apiTokens.scopes,
      environment: apiTokens.environment,
      wasIdle: sql<boolean>`coalesce(${apiTokens.lastUsedAt} < now() - interval '1 minute', true)`,
    })
    .from(apiTokens)
    .where(
      and(
        eq(apiTokens.hash, hashOfToken(token)),
        isNull(apiTokens.revokedAt),
        or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
      ),
    )
  return found ?? null
}

/** Once a minute is enough to see whether a token is still in use, and spares a write for every request. */
async function noteUse(db: Database, id: TokenId): Promise<void> {
  await db.update(apiTokens).set({ lastUsedAt: sql`now()` }).where(eq(apiTokens.id, id))
}
