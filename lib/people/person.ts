import type { PersonActor, Role } from "../access/actor.ts"
import type { PersonId } from "../kernel/ids.ts"

/** `owed`: the mail that tells them is still to go out. `failed`: it cannot; tell them yourself. */
export const INVITATION_STATES = ["owed", "sent", "failed", "not_needed"] as const
export type InvitationState = (typeof INVITATION_STATES)[number]

export type Person = {
  id: PersonId
  /** The address they sign in with. */
  email: string
  name: string
  role: Role
  /** `invited` until they sign in for the first time. */
  state: "invited" | "joined"
  invitation: InvitationState
  invitedAt: Temporal.Instant
  invitedBy: string
  joinedAt: Temporal.Instant | null
  lastSeenAt: Temporal.Instant | null
}

/** Whose address the rules of the portal let in, with the role they get, besides those who were invited. */
export type AccessRules = {
  domains: { domain: string; role: Role }[]
  /** Whether people may approve words that they wrote themselves. */
  ownApproval: "refused" | "allowed"
}

export const NO_RULES: AccessRules = { domains: [], ownApproval: "refused" }

/** The rule for an address, if there is one. A rule is for its domain alone, not for those below it. */
export function roleByDomain({ domains }: AccessRules, address: string): Role | null {
  const domain = address.slice(address.lastIndexOf("@") + 1)
  return domains.find((rule) => rule.domain === domain)?.role ?? null
}

/** What somebody is called until they say otherwise: `ada.lovelace@…` is Ada Lovelace. */
export function nameFromAddress(address: string): string {
  const words = address
    .slice(0, address.lastIndexOf("@"))
    .split(/[._+-]+/)
    .filter((word) => word !== "")
  return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join(" ") || address
}

export function actorOf({ id, name, role }: { id: PersonId; name: string; role: Role }): PersonActor {
  return { kind: "person", id, name, role }
}
