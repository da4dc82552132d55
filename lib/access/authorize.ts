import { DomainError } from "../kernel/errors.ts"
import type { Actor, Scope } from "./actor.ts"
import { type Act, permissionFor } from "./permissions.ts"

export type { Act } from "./permissions.ts"

export function scopeFor(act: Act): Scope {
  return permissionFor(act).scope
}

/** Throws a refusal that names what is missing: the scope of a token, the role of a person. */
export function authorize(actor: Actor, act: Act): void {
  if (mayDo(actor, act)) return
  throw new DomainError("forbidden", "forbidden", missingFor(actor, act))
}

export function mayDo(actor: Actor, act: Act): boolean {
  switch (actor.kind) {
    case "bootstrap":
    case "system":
      return true
    case "token":
      return actor.scopes.includes("admin") || actor.scopes.includes(scopeFor(act))
    case "person":
      return permissionFor(act).roles.includes(actor.role)
  }
}

function missingFor(actor: Actor, act: Act): string {
  if (actor.kind !== "person") return `This needs a token with the scope "${scopeFor(act)}".`
  const { roles } = permissionFor(act)
  return `This is for ${roles.length === 1 ? "the role" : "the roles"} ${inWords(roles)}, and you are here as ${actor.role}.`
}

function inWords(roles: readonly string[]): string {
  return roles.length < 2 ? roles.join("") : `${roles.slice(0, -1).join(", ")} and ${roles.at(-1)}`
}

/** A token that carries an environment acts in that one alone. */
export function authorizeIn(actor: Actor, environment: string): void {
  if (actor.kind !== "token" || actor.environment === null || actor.environment === environment) return
  throw new DomainError("forbidden", "forbidden", `This token is for the environment "${actor.environment}" only.`)
}
