import type { Actor } from "../access/actor.ts"
import { Forbidden } from "../kernel/errors.ts"

/** Which flags somebody may know of: what is released, or, for a team's own servers, what is there at this instant. */
export type ChosenFlags = { which: "released" | "current"; environment: string }

const PRODUCTION = "production"

/** Nobody in particular sees what visitors see. A key sees what its scope allows, in its own environment. */
export function chooseFlags(actor: Actor | null): ChosenFlags {
  if (actor === null) return { which: "released", environment: PRODUCTION }
  if (actor.kind !== "token") return { which: "current", environment: PRODUCTION }
  const { scopes } = actor
  const environment = actor.environment ?? PRODUCTION
  if (scopes.includes("flags:evaluate") || scopes.includes("admin")) return { which: "current", environment }
  if (scopes.includes("flags:evaluate-public")) return { which: "released", environment }
  throw new Forbidden('Evaluating flags needs a key with the scope "flags:evaluate" or "flags:evaluate-public".')
}
