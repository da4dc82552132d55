import { exposureOf } from "../flags/built-in-flag.ts"
import { sideBySide } from "../kernel/side-by-side.ts"
import type { Runtime } from "../runtime.ts"
import { type Sight, sightOfReleased } from "./drift.ts"
import { listReleasedChanges } from "./list-released-changes.ts"
import { listReleasedFlips } from "./list-released-flips.ts"
import { noteDrift } from "./note-drift.ts"
import { FLAGS_AT_ONCE } from "./survey-flags.ts"

/** Looks whether released flags and deployments still are as their releases left them. Nothing is changed: a person decides. */
export async function watchReleased(deps: Pick<Runtime, "db" | "flags" | "log">): Promise<void> {
  const flips = await listReleasedFlips(deps.db)
  const flags = await sideBySide(flips, FLAGS_AT_ONCE, async (flip): Promise<Sight> => {
    if (flip.builtIn !== null) return sightOfReleased(flip, exposureOf(flip.builtIn))
    const answer = await deps.flags.read(flip.flagId)
    return sightOfReleased(flip, answer.is === "seen" ? answer.exposure : null)
  })
  await noteDrift(deps, "flag", flags)
  await noteDrift(deps, "deployment", await listReleasedChanges(deps.db))
}
