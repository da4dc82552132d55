import { sql } from "drizzle-orm"
import { integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core"
import type { Scope } from "../../lib/access/actor.ts"
import type { TokenId } from "../../lib/kernel/ids.ts"
import { id, instant } from "./columns.ts"

export const apiTokens = pgTable("api_tokens", {
  id: id<TokenId>("id").primaryKey(),
  name: text("name").notNull(),
  /** SHA-256 of the token: it has 160 random bits, so a slow hash would protect nothing. The token itself is shown once. */
  hash: text("hash").notNull().unique(),
  scopes: text("scopes").array().$type<Scope[]>().notNull(),
  environment: text("environment"),
  createdAt: instant("created_at").notNull().default(sql`now()`),
  expiresAt: instant("expires_at"),
  lastUsedAt: instant("last_used_at"),
  revokedAt: instant("revoked_at"),
})

/** Answers to requests that carried an Idempotency-Key, written in the transaction of the work they answer for. */
export const idempotentAnswers = pgTable(
  "idempotent_answers",
  {
    actor: text("actor").notNull(),
    key: text("key").notNull(),
    fingerprint: text("fingerprint").notNull(),
    status: integer("status").notNull(),
    body: jsonb("body").notNull(),
    createdAt: instant("created_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.actor, table.key] })],
)
