import { eq } from "drizzle-orm"
import { sessions } from "#db/schema/people.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { Runtime } from "../runtime.ts"
import { recogniseSession } from "./recognise-session.ts"
import { hashOfCookie } from "./sign-in-link.ts"

/** Ended where it is kept, so that a copy of the cookie opens nothing either. Ending it twice is ending it once. */
export async function endSession(deps: Pick<Runtime, "db">, text: string): Promise<void> {
  const actor = await recogniseSession(deps, text)
  await deps.db.transaction(async (tx) => {
    const ended = await tx
      .delete(sessions)
      .where(eq(sessions.hash, hashOfCookie(text)))
      .returning({ personId: sessions.personId })
    if (ended.length === 0 || actor === null) return
    await recordAudit(tx, { actor, action: "person.signed_out", subject: { kind: "person", id: actor.id } })
  })
}
