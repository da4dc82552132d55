import { and, asc, eq, gt, isNull, sql } from "drizzle-orm"
import { accessRules, people, personAccounts, sessions } from "#db/schema/people.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { PersonId } from "../kernel/ids.ts"
import { type AccessRules, NO_RULES, type Person } from "./person.ts"

const SHOWN = {
  id: people.id,
  email: people.address,
  name: people.name,
  role: people.role,
  state: sql<Person["state"]>`case when ${people.joinedAt} is null then 'invited' else 'joined' end`,
  invitation: people.invitation,
  invitedAt: people.invitedAt,
  invitedBy: people.invitedBy,
  joinedAt: people.joinedAt,
  lastSeenAt:
    sql<Temporal.Instant | null>`(select max(${sessions.lastSeenAt}) from ${sessions} where ${sessions.personId} = ${people.id})`.mapWith(
      sessions.lastSeenAt,
    ),
}

const here = isNull(people.removedAt)

/** In the order in which they were invited. */
export function listPeople(db: Queryable, page: { after: PersonId | null; limit: number }): Promise<Person[]> {
  return db
    .select(SHOWN)
    .from(people)
    .where(and(here, page.after === null ? undefined : gt(people.id, page.after)))
    .orderBy(asc(people.id))
    .limit(page.limit)
}

export async function getPerson(db: Queryable, id: PersonId): Promise<Person> {
  const [person] = await db
    .select(SHOWN)
    .from(people)
    .where(and(here, eq(people.id, id)))
  if (person === undefined) throw new NotFound("person")
  return person
}

export async function findPersonByAddress(db: Queryable, address: string): Promise<Person | null> {
  const [person] = await db
    .select(SHOWN)
    .from(people)
    .where(and(here, eq(people.address, address)))
  return person ?? null
}

/** Whose account at a provider this is. */
export async function findPersonByAccount(
  db: Queryable,
  { provider, account }: { provider: string; account: string },
): Promise<Person | null> {
  const [person] = await db
    .select(SHOWN)
    .from(people)
    .innerJoin(personAccounts, eq(personAccounts.personId, people.id))
    .where(and(here, eq(personAccounts.provider, provider), eq(personAccounts.account, account)))
  return person ?? null
}

export async function getAccessRules(db: Queryable): Promise<AccessRules> {
  const [rules] = await db.select({ domains: accessRules.domains, ownApproval: accessRules.ownApproval }).from(accessRules)
  return rules ?? NO_RULES
}
