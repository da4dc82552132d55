import type { Actor } from "#lib/access/actor.ts"
import { findActor } from "#lib/access/find-actor.ts"
import { DomainError } from "#lib/kernel/errors.ts"
import type { Runtime } from "#lib/runtime.ts"

/** Who asks, by the bearer token of RFC 6750. A token in the query is never looked at: addresses end up in logs. */
export async function actorOf(deps: Pick<Runtime, "db" | "settings">, request: Request): Promise<Actor> {
  const token = bearerOf(request.headers.get("authorization"))
  if (token === null) throw new DomainError("unauthenticated", "unauthenticated", "Send a token: `Authorization: Bearer <token>`.")
  const actor = await findActor(deps, token)
  if (actor === null) throw new DomainError("unauthenticated", "invalid_token", "This token is unknown, expired or revoked.")
  return actor
}

function bearerOf(header: string | null): string | null {
  return /^Bearer +([\x21-\x7e]+)$/i.exec(header ?? "")?.[1] ?? null
}
