import type { IncomingHttpHeaders } from "node:http"
import type { Actor } from "#lib/access/actor.ts"
import { findActor } from "#lib/access/find-actor.ts"
import { chooseFlags } from "#lib/flags/choose-flags.ts"
import { listCurrentFlags } from "#lib/flags/list-current-flags.ts"
import { DomainError } from "#lib/kernel/errors.ts"
import { jointQuestions } from "#lib/kernel/joint-question.ts"
import type { Runtime } from "#lib/runtime.ts"
import { type PublicFlags, readPublicFlags } from "#lib/site/read-public-flags.ts"
import { type ToldFlag, toldFlag } from "./told-flag.ts"

export type OfrepDeps = Pick<Runtime, "db" | "publicDb" | "revision" | "settings" | "log">

/** Flags that whoever asks may know of, not read yet. */
export type AskedFlags = { all(): Promise<Iterable<ToldFlag>>; one(key: string): Promise<ToldFlag | null> }

/** Visitors get flags as of the confirmed revision, so that they turn with the pages; a team's servers as they are now. */
export async function findFlags(deps: OfrepDeps, headers: IncomingHttpHeaders): Promise<AskedFlags> {
  const key = keyIn(headers)
  const actor = key === null ? null : await questionsOf(deps).actor(key)
  if (key !== null && actor === null) throw new DomainError("unauthenticated", "invalid_token", "This key is unknown, expired or revoked.")
  const { which, environment } = chooseFlags(actor)
  return which === "released" ? releasedFlags(deps, environment) : currentFlags(deps, environment)
}

/** Either header, as the specification has it. One of another scheme is a key that does not fit, never "no key". */
function keyIn({ authorization, "x-api-key": apiKey }: IncomingHttpHeaders): string | null {
  if (authorization !== undefined) return /^Bearer +([\x21-\x7e]+)$/i.exec(authorization)?.[1] ?? ""
  return String(apiKey ?? "") || null
}

function releasedFlags(deps: OfrepDeps, environment: string): AskedFlags {
  const current = deps.revision.current()
  if (current.is === "unconfirmed") {
    throw new DomainError("unavailable", "unavailable", "What is public cannot be confirmed at the moment. Try again in a second.")
  }
  const read = async () => toldOf(await readPublicFlags(deps, { revision: current.revision, environment }))
  return {
    all: async () => (await read()).values(),
    one: async (key) => (await read()).get(key) ?? null,
  }
}

// What visitors are told of a revision's flags is written once for all of them, and goes with the flags.
const kept = new WeakMap<PublicFlags, ReadonlyMap<string, ToldFlag>>()

function toldOf(flags: PublicFlags): ReadonlyMap<string, ToldFlag> {
  const told = kept.get(flags) ?? new Map([...flags].map(([key, flag]) => [key, toldFlag(flag)]))
  kept.set(flags, told)
  return told
}

function currentFlags(deps: OfrepDeps, environment: string): AskedFlags {
  return {
    all: () => questionsOf(deps).all(environment),
    one: async (key) => (await listCurrentFlags(deps, { environment, key })).map(toldFlag)[0] ?? null,
  }
}

type Questions = { actor(key: string): Promise<Actor | null>; all(environment: string): Promise<ToldFlag[]> }

// Asked of the database for everybody, and yet never for two at a time: a key that is revoked is nobody's from then on, and a
// flag that is changed is told as it is, but a thousand clients with one key are not a thousand questions.
const questions = new WeakMap<OfrepDeps["db"], Questions>()

function questionsOf(deps: OfrepDeps): Questions {
  const found = questions.get(deps.db) ?? {
    actor: jointQuestions((key) => findActor(deps, key)),
    all: jointQuestions(async (environment) => (await listCurrentFlags(deps, { environment })).map(toldFlag)),
  }
  questions.set(deps.db, found)
  return found
}
