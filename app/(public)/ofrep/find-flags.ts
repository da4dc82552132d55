import { findActor } from "#lib/access/find-actor.ts"
import { chooseFlags } from "#lib/flags/choose-flags.ts"
import type { EvaluableFlag } from "#lib/flags/evaluate-flag.ts"
import { listCurrentFlags } from "#lib/flags/list-current-flags.ts"
import { DomainError } from "#lib/kernel/errors.ts"
import type { Runtime } from "#lib/runtime.ts"
import { readPublicFlags } from "#lib/site/read-public-flags.ts"

export type OfrepDeps = Pick<Runtime, "db" | "publicDb" | "revision" | "settings" | "log">

/** Flags that whoever asks may know of, not read yet. */
export type AskedFlags = { all(): Promise<EvaluableFlag[]>; one(key: string): Promise<EvaluableFlag | null> }

/** Visitors get flags as of the confirmed revision, so that they turn with the pages; a team's servers as they are now. */
export async function findFlags(deps: OfrepDeps, request: Request): Promise<AskedFlags> {
  const key = keyIn(request.headers)
  const actor = key === null ? null : await findActor(deps, key)
  if (key !== null && actor === null) throw new DomainError("unauthenticated", "invalid_token", "This key is unknown, expired or revoked.")
  const { which, environment } = chooseFlags(actor)
  return which === "released" ? releasedFlags(deps, environment) : currentFlags(deps, environment)
}

/** Either header, as the specification has it. One of another scheme is a key that does not fit, never "no key". */
function keyIn(headers: Headers): string | null {
  const authorization = headers.get("authorization")
  if (authorization !== null) return /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1] ?? ""
  return headers.get("x-api-key") || null
}

function releasedFlags(deps: OfrepDeps, environment: string): AskedFlags {
  const current = deps.revision.current()
  if (current.is === "unconfirmed") {
    throw new DomainError("unavailable", "unavailable", "What is public cannot be confirmed at the moment. Try again in a second.")
  }
  const read = () => readPublicFlags(deps, { revision: current.revision, environment })
  return {
    all: async () => [...(await read()).values()],
    one: async (key) => (await read()).get(key) ?? null,
  }
}

function currentFlags(deps: OfrepDeps, environment: string): AskedFlags {
  return {
    all: () => listCurrentFlags(deps, { environment }),
    one: async (key) => (await listCurrentFlags(deps, { environment, key }))[0] ?? null,
  }
}
