import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm"
import { people, signInLinks } from "#db/schema/people.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { newId, type PersonId, type SignInLinkId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { nameFromAddress } from "./person.ts"
import { linkText, OPEN_STATES } from "./sign-in-link.ts"
import { START_PAGE } from "./wanted-page.ts"

/** Any number would do: two processes that start at once make one owner. */
const OWNER_LOCK = 4_071_980

/**
 * At every start: whoever `CURTAIN_OWNER_EMAIL` names is an owner, and a portal without one gets one. Until an owner has signed in,
 * each start gives a new link to show in the terminal; whoever can read that can read the database too. Null afterwards.
 */
export async function ensureOwner(deps: Pick<Runtime, "db" | "settings">, actor: Actor): Promise<string | null> {
  authorize(actor, "person.manage")
  const { ownerAddress } = deps.settings.signIn
  return deps.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${OWNER_LOCK})`)
    const named = ownerAddress === null ? null : await makeOwner(tx, actor, ownerAddress)
    const owner = named ?? (await findOwner(tx)) ?? (await makeOwner(tx, actor, `owner@${deps.settings.publicUrl.hostname}`))
    if (await hasOwnerJoined(tx)) return null
    return linkText(deps.settings, await writeLink(tx, owner))
  })
}

type Owner = { id: PersonId; address: string }

/** The operator's word goes before what the portal's people have decided: it is the way back in. */
async function makeOwner(tx: Transaction, actor: Actor, address: string): Promise<Owner> {
  const [here] = await tx
    .select({ id: people.id, address: people.address, role: people.role })
    .from(people)
    .where(and(eq(people.address, address), isNull(people.removedAt)))
  if (here?.role === "owner") return here
  const id = here?.id ?? newId<PersonId>()
  const name = nameFromAddress(address)
  if (here === undefined) await tx.insert(people).values({ id, address, name, role: "owner", invitedBy: actor.name })
  else await tx.update(people).set({ role: "owner" }).where(eq(people.id, id))
  await recordAudit(tx, {
    actor,
    action: "person.invited",
    subject: { kind: "person", id },
    detail: { role: "owner", email: address },
  })
  return { id, address }
}

const owners = and(eq(people.role, "owner"), isNull(people.removedAt))

async function findOwner(tx: Transaction): Promise<Owner | null> {
  const [owner] = await tx.select({ id: people.id, address: people.address }).from(people).where(owners).orderBy(asc(people.id)).limit(1)
  return owner ?? null
}

async function hasOwnerJoined(tx: Transaction): Promise<boolean> {
  const joined = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(owners, sql`${people.joinedAt} is not null`))
    .limit(1)
  return joined.length > 0
}

/** The links of earlier starts end: one in an old log opens nothing. */
async function writeLink(tx: Transaction, { address }: Owner): Promise<SignInLinkId> {
  await tx
    .update(signInLinks)
    .set({ state: "used" })
    .where(and(isNull(signInLinks.browser), inArray(signInLinks.state, OPEN_STATES)))
  const id = newId<SignInLinkId>()
  const expiresAt = sql`now() + interval '1 day'`
  await tx.insert(signInLinks).values({ id, address, state: "sent", client: "terminal", wanted: START_PAGE, expiresAt })
  return id
}
