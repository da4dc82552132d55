import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { Conflict } from "../kernel/errors.ts"
import type { LaunchId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { advanceLaunchJob } from "./jobs.ts"
import type { Launch } from "./launch.ts"
import { lockLaunch } from "./lock-launch.ts"
import { moveLaunch } from "./move-launch.ts"
import { getLaunch } from "./queries.ts"

/**
 * Before the moment: every flag is put back and nothing becomes public. Within the hold: the release stays public, and what
 * would have left the building stays here. After that there is nothing to stop; a recall takes back what can be.
 */
export async function stopLaunch(deps: Pick<Runtime, "db">, actor: Actor, input: { id: LaunchId }): Promise<Launch> {
  authorize(actor, "launch.recall")
  return deps.db.transaction(async (tx) => {
    const launch = await lockLaunch(tx, await getLaunch(tx, input.id))
    if (launch.state === "flipping") {
      await moveLaunch(tx, launch, "rolling_back", { by: actor, because: "stopped by a person", then: advanceLaunchJob })
    } else if (launch.state === "live") {
      await moveLaunch(tx, launch, "settled", { by: actor, because: "stopped within the hold: nothing was sent" })
    } else if (launch.state !== "rolling_back" && launch.state !== "failed") {
      throw new Conflict("not_stoppable", "It is too late to stop this launch: recall the release instead.")
    }
    return getLaunch(tx, launch.id)
  })
}
