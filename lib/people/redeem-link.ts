import { and, eq, inArray, sql } from "drizzle-orm"
import { signInLinks } from "#db/schema/people.ts"
import type { Transaction } from "#db/transaction.ts"
import type { PersonActor } from "../access/actor.ts"
import type { Runtime } from "../runtime.ts"
import { admitPerson } from "./admit-person.ts"
import { findLink, type LinkLook } from "./find-link.ts"
import { linkAccount } from "./link-account.ts"
import { newSessionText } from "./session.ts"
import { OPEN_STATES } from "./sign-in-link.ts"
import { startSession } from "./start-session.ts"

export type RedeemedLink = { is: "signed in"; session: string; wanted: string; actor: PersonActor } | Exclude<LinkLook, { is: "ready" }>

/** Signs in with a link, once: whoever comes second with it, at the same moment or later, finds it used. */
export async function redeemLink(
  deps: Pick<Runtime, "db" | "settings">,
  link: { text: string; browser: string | null },
): Promise<RedeemedLink> {
  const found = await findLink(deps, link)
  if (found.is !== "ready") return found
  return deps.db.transaction(async (tx) => {
    if (!(await takeLink(tx, found))) return { is: "used" }
    const actor = await admitPerson(tx, found.address)
    if (actor === null) return { is: "unknown" }
    if (found.account !== null) await linkAccount(tx, actor, found.account)
    const session = newSessionText()
    await startSession(tx, actor, { text: session, by: found.account?.provider ?? "link" })
    return { is: "signed in", session, wanted: found.wanted, actor }
  })
}

/** The compare-and-set that makes it once; other links that the same person still has in the mailbox go with it. */
async function takeLink(tx: Transaction, { id, address }: Extract<LinkLook, { is: "ready" }>): Promise<boolean> {
  const taken = await tx
    .update(signInLinks)
    .set({ state: "used", usedAt: sql`now()` })
    .where(and(eq(signInLinks.id, id), inArray(signInLinks.state, OPEN_STATES), sql`${signInLinks.expiresAt} > now()`))
    .returning({ id: signInLinks.id })
  if (taken.length === 0) return false
  await tx
    .update(signInLinks)
    .set({ state: "used" })
    .where(and(eq(signInLinks.address, address), inArray(signInLinks.state, OPEN_STATES)))
  return true
}
