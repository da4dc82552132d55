import { lt, or, sql } from "drizzle-orm"
import { sessions, signInLinks } from "#db/schema/people.ts"
import type { Runtime } from "../runtime.ts"
import { SESSION_DAYS } from "./session.ts"

/** Addresses that strangers typed, and sessions that are over, are kept no longer than they are of use. */
export async function forgetOldSignIns(deps: Pick<Runtime, "db">): Promise<void> {
  await deps.db.delete(signInLinks).where(sql`greatest(${signInLinks.expiresAt}, ${signInLinks.createdAt}) < now() - interval '1 day'`)
  const idle = lt(sessions.lastSeenAt, sql`now() - make_interval(days => ${SESSION_DAYS.idle})`)
  await deps.db.delete(sessions).where(or(lt(sessions.expiresAt, sql`now()`), idle))
}
