import { unreachable } from "../kernel/unreachable.ts"
import type { Runtime } from "../runtime.ts"
import { announceRelease } from "./announce-release.ts"
import { flipFlags } from "./flip-flags.ts"
import type { AdvanceLaunch } from "./jobs.ts"
import { getLaunch } from "./queries.ts"
import { restoreFlags } from "./restore-flags.ts"
import { settleLaunch } from "./settle-launch.ts"

/** Sees where the launch stands, takes one step, stops. A retry is the same code entered at a later point. */
export async function advanceLaunch(deps: Pick<Runtime, "db" | "flags" | "log">, { launchId }: AdvanceLaunch): Promise<void> {
  const launch = await getLaunch(deps.db, launchId)
  switch (launch.state) {
    case "flipping":
      return flipFlags(deps, launch)
    case "live":
      return announceRelease(deps, launch)
    case "announcing":
      return settleLaunch(deps, launch)
    case "rolling_back":
      return restoreFlags(deps, launch, "failed")
    case "recalling":
      return restoreFlags(deps, launch, "recalled")
    case "settled":
    case "failed":
    case "recalled":
    case "attention":
      return
    default:
      return unreachable(launch.state)
  }
}
