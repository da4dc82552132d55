import { describeExposure, sameExposure } from "../flags/exposure.ts"
import type { Refused, Retry } from "../flags/flag-provider.ts"
import type { Runtime } from "../runtime.ts"
import { type ConnectedFlip, changeOf } from "./flip.ts"
import type { Launch } from "./launch.ts"
import { moveFlip } from "./move-flip.ts"

/** One flag in another system: attempted before the call, since the call may land unseen; applied once it was read back. */
export async function flipFlag(
  deps: Pick<Runtime, "db" | "flags">,
  launch: Launch,
  flip: ConnectedFlip,
): Promise<{ is: "applied" } | Retry | Refused> {
  await moveFlip(deps, launch, flip, { to: "attempted" })
  const answer = await setAndReadBack(deps, flip)
  if (answer.is === "retry") await moveFlip(deps, launch, flip, { to: "delayed", because: answer.reason })
  else if (answer.is === "refused") await moveFlip(deps, launch, flip, { to: "refused", because: answer.reason })
  else await moveFlip(deps, launch, flip, { to: "applied", observed: flip.desired })
  return answer
}

async function setAndReadBack(deps: Pick<Runtime, "flags">, flip: ConnectedFlip): Promise<{ is: "applied" } | Retry | Refused> {
  const answer = await deps.flags.set(flip.flagId, changeOf(flip)) // writes only over the recorded state; nothing where it is there already
  if (answer.is !== "set") return answer
  const seen = await deps.flags.read(flip.flagId) // believe the provider, not our request
  if (seen.is !== "seen") return seen
  if (sameExposure(seen.exposure, flip.desired)) return { is: "applied" }
  const reason = `it was set, and is ${describeExposure(seen.exposure)} instead of ${describeExposure(flip.desired)}`
  return { is: "retry", reason }
}
