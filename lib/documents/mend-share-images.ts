import { lookOf } from "../brand/brand.ts"
import { getBrand } from "../brand/queries.ts"
import { monotonicMs } from "../kernel/stopwatch.ts"
import type { Runtime } from "../runtime.ts"
import { type LeftOut, makeShareImages } from "./make-share-images.ts"

/** What a worker remembers from round to round. */
export type Painting = { look: string | null; leftOut: LeftOut; mendedAtMs: number }

/** Nothing is wrong with a page that has no picture, and each round may make every page anew for its visitors. */
const EVERY_MS = 5 * 60_000

/** Draws what is about to be released, each round; what is live without a picture when the look has changed, and else now and then. */
export async function mendShareImages(deps: Pick<Runtime, "db" | "log">, painting: Painting): Promise<void> {
  const look = lookOf(await getBrand(deps.db))
  const isNew = painting.look !== null && painting.look !== look
  if (painting.look !== look) painting.leftOut.clear()
  painting.look = look
  await makeShareImages(deps, { state: "approved", leftOut: painting.leftOut })
  if (!isNew && monotonicMs() - painting.mendedAtMs < EVERY_MS) return
  await makeShareImages(deps, { state: "live", leftOut: painting.leftOut })
  painting.mendedAtMs = monotonicMs()
}
