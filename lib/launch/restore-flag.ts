import type { Refused, Retry } from "../flags/flag-provider.ts"
import type { Runtime } from "../runtime.ts"
import { type ConnectedFlip, changeOf } from "./flip.ts"
import type { Launch } from "./launch.ts"
import { moveFlip } from "./move-flip.ts"
import { findReleaseRelyingOn, type Relying } from "./queries.ts"

export type RestoreOutcome = { is: "restored" } | { is: "left_alone" } | Retry | Refused

/** Puts one flag back to its recorded state, unless somebody moved it since or another release counts on it as it is. */
export async function restoreFlag(deps: Pick<Runtime, "db" | "flags">, launch: Launch, flip: ConnectedFlip): Promise<RestoreOutcome> {
  const relying = await findReleaseRelyingOn(deps.db, launch, flip)
  if (relying !== null) return leaveTo(deps, launch, { flip, relying })
  const answer = await deps.flags.restore(flip.flagId, changeOf(flip))
  switch (answer.is) {
    case "restored":
      await moveFlip(deps, launch, flip, { to: "restored", observed: answer.seen.exposure })
      return { is: "restored" }
    case "left_alone":
      await moveFlip(deps, launch, flip, { to: "left_alone", observed: answer.seen.exposure, because: answer.reason })
      return { is: "left_alone" }
    case "retry":
      await moveFlip(deps, launch, flip, { to: "delayed", because: answer.reason })
      return answer
    case "refused":
      await moveFlip(deps, launch, flip, { to: "refused", because: answer.reason })
      return answer
  }
}

async function leaveTo(
  deps: Pick<Runtime, "db">,
  launch: Launch,
  { flip, relying }: { flip: ConnectedFlip; relying: Relying },
): Promise<RestoreOutcome> {
  const because = `the release "${relying.release}" is public with it`
  await moveFlip(deps, launch, flip, { to: "left_alone", because, heir: relying.flipId })
  return { is: "left_alone" }
}
