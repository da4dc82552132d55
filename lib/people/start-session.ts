import { sql } from "drizzle-orm"
import { sessions } from "#db/schema/people.ts"
import type { Transaction } from "#db/transaction.ts"
import type { PersonActor } from "../access/actor.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { SESSION_DAYS } from "./session.ts"
import { hashOfCookie } from "./sign-in-link.ts"

/** A session of its own for each sign-in: what a browser held before never becomes one. `by` says how they proved who they are. */
export async function startSession(tx: Transaction, actor: PersonActor, session: { text: string; by: string }): Promise<void> {
  await tx.insert(sessions).values({
    hash: hashOfCookie(session.text),
    personId: actor.id,
    expiresAt: sql`now() + make_interval(days => ${SESSION_DAYS.atMost})`,
  })
  await recordAudit(tx, { actor, action: "person.signed_in", subject: { kind: "person", id: actor.id }, detail: { by: session.by } })
}
