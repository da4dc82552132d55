import { sameExposure } from "../flags/exposure.ts"
import { sideBySide } from "../kernel/side-by-side.ts"
import type { Runtime } from "../runtime.ts"
import { type Sight, sightOfPutBack } from "./drift.ts"
import { listPutBackFlips } from "./list-put-back-flips.ts"
import { noteDrift } from "./note-drift.ts"
import { FLAGS_AT_ONCE } from "./survey-flags.ts"

/** A service may apply a write long after it was asked to, when the launch has been given up: that must not go unseen. */
export async function watchPutBack(deps: Pick<Runtime, "db" | "flags" | "log">): Promise<void> {
  const flips = (await listPutBackFlips(deps.db)).filter(({ before, desired }) => !sameExposure(before, desired))
  const sights = await sideBySide(flips, FLAGS_AT_ONCE, async (flip): Promise<Sight> => {
    const answer = await deps.flags.read(flip.flagId)
    return sightOfPutBack(flip, answer.is === "seen" ? answer.exposure : null)
  })
  await noteDrift(deps, "late", sights)
}
