import type { PersonId, TokenId } from "../kernel/ids.ts"

export const SCOPES = [
  "deployments:write",
  "releases:read",
  "releases:write",
  "releases:launch",
  "subscribers:write",
  "flags:write",
  "flags:evaluate",
  "flags:evaluate-public",
  "metrics:read",
  "admin",
] as const
export type Scope = (typeof SCOPES)[number]

/** What somebody is in the team; `PERMISSIONS` says what each may do. */
export const ROLES = ["owner", "publisher", "author", "support", "engineer", "viewer"] as const
export type Role = (typeof ROLES)[number]

export type PersonActor = { kind: "person"; id: PersonId; name: string; role: Role }

/** Who is asking: closed, so that every audit line names one of these. */
export type Actor =
  | PersonActor
  | { kind: "token"; id: TokenId; name: string; scopes: readonly Scope[]; environment: string | null }
  | { kind: "bootstrap"; name: "bootstrap token" }
  | { kind: "system"; name: string }

export type ActorName = { kind: Actor["kind"]; id: string | null; name: string }

export function nameOf(actor: Actor): ActorName {
  return { kind: actor.kind, id: "id" in actor ? actor.id : null, name: actor.name }
}

/** The same asker gives the same key: who wrote is compared with who approves. */
export function keyOf(actor: Actor): string {
  return "id" in actor ? `${actor.kind}:${actor.id}` : actor.name
}

/** Nobody hands on more than they have: a token bound to an environment stays in it. */
export function mayGrant(actor: Actor, wanted: { scopes: readonly Scope[]; environment: string | null }): boolean {
  if (actor.kind !== "token") return true
  const hasThem = actor.scopes.includes("admin") || wanted.scopes.every((scope) => actor.scopes.includes(scope))
  return hasThem && (actor.environment === null || actor.environment === wanted.environment)
}
