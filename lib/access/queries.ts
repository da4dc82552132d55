import { desc, eq, lt } from "drizzle-orm"
import { apiTokens } from "#db/schema/access.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { TokenId } from "../kernel/ids.ts"
import type { Scope } from "./actor.ts"

/** All that anybody sees of a token after it was made. */
export type ApiToken = {
  id: TokenId
  name: string
  scopes: Scope[]
  environment: string | null
  createdAt: Temporal.Instant
  expiresAt: Temporal.Instant | null
  lastUsedAt: Temporal.Instant | null
  revokedAt: Temporal.Instant | null
}

const SHOWN = {
  id: apiTokens.id,
  name: apiTokens.name,
  scopes: apiTokens.scopes,
  environment: apiTokens.environment,
  createdAt: apiTokens.createdAt,
  expiresAt: apiTokens.expiresAt,
  lastUsedAt: apiTokens.lastUsedAt,
  revokedAt: apiTokens.revokedAt,
}

export async function getToken(db: Queryable, id: TokenId): Promise<ApiToken> {
  const [token] = await db.select(SHOWN).from(apiTokens).where(eq(apiTokens.id, id))
  if (token === undefined) throw new NotFound("token")
  return token
}

/** The newest first. */
export function listTokens(db: Queryable, page: { after: TokenId | null; limit: number }): Promise<ApiToken[]> {
  return db
    .select(SHOWN)
    .from(apiTokens)
    .where(page.after === null ? undefined : lt(apiTokens.id, page.after))
    .orderBy(desc(apiTokens.id))
    .limit(page.limit)
}
