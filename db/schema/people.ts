import { sql } from "drizzle-orm"
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core"
import { ROLES, type Role } from "../../lib/access/actor.ts"
import type { PersonId, SignInLinkId } from "../../lib/kernel/ids.ts"
import { INVITATION_STATES, type InvitationState } from "../../lib/people/person.ts"
import { LINK_STATES, type LinkState } from "../../lib/people/sign-in-link.ts"
import { must, oneOf } from "./check.ts"
import { id, instant } from "./columns.ts"

/** The team. An invitation is a person who has not joined yet; who was removed stays, so that the log can name them. */
export const people = pgTable(
  "people",
  {
    id: id<PersonId>("id").primaryKey(),
    /** As `readAddress` writes it, so that equal addresses are equal texts. */
    address: text("address").notNull(),
    name: text("name").notNull(),
    role: text("role").$type<Role>().notNull(),
    invitedAt: instant("invited_at").notNull().default(sql`now()`),
    invitedBy: text("invited_by").notNull(),
    /** Whether they were told. */
    invitation: text("invitation").$type<InvitationState>().notNull().default("not_needed"),
    invitationAttempts: integer("invitation_attempts").notNull().default(0),
    invitationAttemptedAt: instant("invitation_attempted_at"),
    joinedAt: instant("joined_at"),
    removedAt: instant("removed_at"),
  },
  (table) => [
    oneOf("people_role", table.role, ROLES),
    oneOf("people_invitation", table.invitation, INVITATION_STATES),
    index("people_owed").on(table.invitedAt).where(sql`${table.invitation} = 'owed'`),
    uniqueIndex("people_address").on(table.address).where(sql`${table.removedAt} is null`),
  ],
)

/** Accounts at GitHub, Google or an OIDC provider that were proven to be somebody's. */
export const personAccounts = pgTable(
  "person_accounts",
  {
    provider: text("provider").notNull(),
    /** The issuer's own lasting name for the account; addresses change hands. */
    account: text("account").notNull(),
    personId: id<PersonId>("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    linkedAt: instant("linked_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.provider, table.account] }), index("person_accounts_person").on(table.personId)],
)

/** Who is signed in. Deleting a row ends the session with its commit, since no process keeps sessions. */
export const sessions = pgTable(
  "sessions",
  {
    /** SHA-256 of what the cookie holds. */
    hash: text("hash").primaryKey(),
    personId: id<PersonId>("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    lastSeenAt: instant("last_seen_at").notNull().default(sql`now()`),
    expiresAt: instant("expires_at").notNull(),
  },
  (table) => [index("sessions_person").on(table.personId), index("sessions_expiry").on(table.expiresAt)],
)

/** Links that were asked for, by anybody: the row is written before it is known whether the address is somebody's. */
export const signInLinks = pgTable(
  "sign_in_links",
  {
    id: id<SignInLinkId>("id").primaryKey(),
    address: text("address").notNull(),
    state: text("state").$type<LinkState>().notNull(),
    /** SHA-256 of the cookie of the browser that asked; null for the owner's first link, which a terminal shows. */
    browser: text("browser"),
    /** The network it was asked from, for the limit. */
    client: text("client").notNull(),
    /** The page that was wanted. */
    wanted: text("wanted").notNull(),
    /** An account that is proven to be the address's owner's by using the link. */
    provider: text("provider"),
    account: text("account"),
    attempts: integer("attempts").notNull().default(0),
    attemptedAt: instant("attempted_at"),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (table) => [
    oneOf("sign_in_links_state", table.state, LINK_STATES),
    must("sign_in_links_account", sql`(${table.provider} is null) = (${table.account} is null)`),
    index("sign_in_links_address").on(table.address, table.createdAt),
    index("sign_in_links_client").on(table.client, table.createdAt),
    index("sign_in_links_asked").on(table.createdAt).where(sql`${table.state} = 'asked'`),
  ],
)

/** Who may come in without an invitation, and whether words need a second pair of eyes. One row. */
export const accessRules = pgTable(
  "access_rules",
  {
    one: integer("one").primaryKey().default(1),
    domains: jsonb("domains").$type<{ domain: string; role: Role }[]>().notNull().default([]),
    ownApproval: text("own_approval").$type<"refused" | "allowed">().notNull().default("refused"),
  },
  (table) => [
    must("access_rules_one", sql`${table.one} = 1`),
    oneOf("access_rules_own_approval", table.ownApproval, ["refused", "allowed"]),
  ],
)
