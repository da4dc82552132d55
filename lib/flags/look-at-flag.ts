import type { Actor } from "../access/actor.ts"
import { authorize, authorizeIn } from "../access/authorize.ts"
import { Conflict, DomainError } from "../kernel/errors.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { Exposure } from "./exposure.ts"
import { getFlag } from "./queries.ts"

/** Asks the flag's service whom it serves now, and keeps that beside the flag. Nothing changes over there. */
export async function lookAtFlag(deps: Pick<Runtime, "db" | "flags">, actor: Actor, id: FlagId): Promise<Exposure> {
  authorize(actor, "flag.write")
  const flag = await getFlag(deps.db, id)
  authorizeIn(actor, flag.environment)
  if (flag.state !== null) return flag.exposure
  const answer = await deps.flags.read(id)
  switch (answer.is) {
    case "seen":
      return answer.exposure
    case "retry":
      throw new DomainError("unavailable", "flag_service_unavailable", `The flag service gave no answer: ${answer.reason} Try again later.`)
    case "refused":
      throw new Conflict("flag_service_refused", `The flag service does not show the flag: ${answer.reason}`)
  }
}
