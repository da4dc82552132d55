import { DomainError } from "../kernel/errors.ts"
import type { Actor, Scope } from "./actor.ts"

/** Which scope each act needs. One table: every command, page and API operation reads it. */
const SCOPE_FOR = {
  "deployment.record": "deployments:write",
  "change.read": "releases:read",
  "change.edit": "releases:write",
  "repository.edit": "admin",
  "release.read": "releases:read",
  "release.plan": "releases:write",
  "document.read": "releases:read",
  "document.write": "releases:write",
  "document.approve": "releases:write",
  "flag.read": "releases:read",
  "flag.write": "flags:write",
  "connection.read": "releases:read",
  "connection.manage": "admin",
  "launch.read": "releases:read",
  "launch.begin": "releases:launch",
  "launch.recall": "releases:launch",
  "audit.read": "admin",
  "token.manage": "admin",
  "metrics.read": "metrics:read",
} as const satisfies Record<string, Scope>

export type Act = keyof typeof SCOPE_FOR

export function scopeFor(act: Act): Scope {
  return SCOPE_FOR[act]
}

/** Throws a refusal that names the missing scope. */
export function authorize(actor: Actor, act: Act): void {
  if (mayDo(actor, act)) return
  throw new DomainError("forbidden", "forbidden", `This needs a token with the scope "${SCOPE_FOR[act]}".`)
}

export function mayDo(actor: Actor, act: Act): boolean {
  switch (actor.kind) {
    case "bootstrap":
    case "system":
      return true
    case "token":
      return actor.scopes.includes("admin") || actor.scopes.includes(SCOPE_FOR[act])
  }
}

/** A token that carries an environment acts in that one alone. */
export function authorizeIn(actor: Actor, environment: string): void {
  if (actor.kind !== "token" || actor.environment === null || actor.environment === environment) return
  throw new DomainError("forbidden", "forbidden", `This token is for the environment "${actor.environment}" only.`)
}
