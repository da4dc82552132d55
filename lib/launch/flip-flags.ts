import { sameExposure } from "../flags/exposure.ts"
import { sideBySide } from "../kernel/side-by-side.ts"
import type { Runtime } from "../runtime.ts"
import { type ConnectedFlip, nameOf } from "./flip.ts"
import { flipFlag } from "./flip-flag.ts"
import { advanceLaunchJob } from "./jobs.ts"
import type { Launch } from "./launch.ts"
import { moveLaunch } from "./move-launch.ts"
import { listConnectedFlips } from "./queries.ts"
import { raiseCurtain } from "./raise-curtain.ts"
import { FLAGS_AT_ONCE } from "./survey-flags.ts"
import { waitOrAbandon } from "./wait-or-abandon.ts"

/** Flags of other systems, each read back before anything of ours becomes public. Built-in flags wait for the curtain. */
export async function flipFlags(deps: Pick<Runtime, "db" | "flags" | "log">, launch: Launch): Promise<void> {
  const owed = await listConnectedFlips(deps.db, launch.id, ["planned", "attempted"])
  const answers = await sideBySide(owed, FLAGS_AT_ONCE, async (flip) => ({ flip, answer: await flipFlag(deps, launch, flip) }))
  const told = answers.map(({ flip, answer }) => ({ ...answer, name: nameOf(flip) }))
  const refused = told.find((answer) => answer.is === "refused")
  if (refused) return abandonLaunch(deps, launch, `${refused.name}: ${refused.reason}`) // a conflict is a refusal
  const late = told.filter((answer) => answer.is === "retry")
  if (late.length > 0) return waitOrAbandon(deps, launch, late)
  const moved = await findMovedSince(deps, launch, owed)
  if (moved !== null) return abandonLaunch(deps, launch, moved)
  await raiseCurtain(deps, launch)
}

/** What an earlier attempt had read back may be minutes old, if another flag kept us waiting: it is looked at once more. */
async function findMovedSince(deps: Pick<Runtime, "db" | "flags">, launch: Launch, justNow: ConnectedFlip[]): Promise<string | null> {
  const applied = await listConnectedFlips(deps.db, launch.id, ["applied"])
  const earlier = applied.filter((flip) => justNow.every(({ id }) => id !== flip.id))
  const seen = await sideBySide(earlier, FLAGS_AT_ONCE, async (flip) => ({ flip, answer: await deps.flags.read(flip.flagId) }))
  const moved = seen.find(({ flip, answer }) => answer.is === "seen" && !sameExposure(answer.exposure, flip.desired))
  return moved ? `${nameOf(moved.flip)}: somebody changed it after it was set` : null
}

async function abandonLaunch(deps: Pick<Runtime, "db">, launch: Launch, because: string): Promise<void> {
  await deps.db.transaction((tx) => moveLaunch(tx, launch, "rolling_back", { because, then: advanceLaunchJob }))
}
