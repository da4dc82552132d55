import type { TargetingRelease } from "#lib/flags/queries.ts"
import type { ReleaseState } from "#lib/releases/release.ts"

/** Who decides about a flag now: what moves it, then what is about to, then what has. */
const WEIGHT: readonly ReleaseState[] = ["launching", "held", "scheduled", "released", "planned", "recalled"]

/** The one release that a row can name; of two in one state the newer. */
export function holderOf(releases: readonly TargetingRelease[]): TargetingRelease | null {
  const [first] = releases.toSorted((one, other) => WEIGHT.indexOf(one.state) - WEIGHT.indexOf(other.state) || (one.id < other.id ? 1 : -1))
  return first ?? null
}
