import { unreachable } from "../kernel/unreachable.ts"
import type { Runtime } from "../runtime.ts"
import { closeLaunch } from "./close-launch.ts"
import type { AdvanceLaunch } from "./jobs.ts"
import { getLaunch } from "./queries.ts"
import { raiseCurtain } from "./raise-curtain.ts"

/** Sees where the launch stands, takes one step, stops. A retry is the same code entered at a later point. */
export async function advanceLaunch(deps: Pick<Runtime, "db">, { launchId }: AdvanceLaunch): Promise<void> {
  const launch = await getLaunch(deps.db, launchId)
  switch (launch.state) {
    case "flipping":
      return raiseCurtain(deps, launch)
    case "live":
      return closeLaunch(deps, launch, "settled")
    case "rolling_back":
      return closeLaunch(deps, launch, "failed")
    case "recalling":
      return closeLaunch(deps, launch, "recalled")
    case "settled":
    case "failed":
    case "recalled":
    case "attention":
      return
    default:
      return unreachable(launch.state)
  }
}
