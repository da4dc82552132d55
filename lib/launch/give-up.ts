import { pauseMail } from "../delivery/pause-mail.ts"
import type { Runtime } from "../runtime.ts"
import { type AdvanceLaunch, advanceLaunchJob } from "./jobs.ts"
import { LAUNCHER, moveLaunch } from "./move-launch.ts"
import { getLaunch } from "./queries.ts"

/**
 * What follows when a step was tried for as long as its job has patience: before the moment everything is put back,
 * after it a person is called. `live` keeps trying, since only our own database is involved.
 */
export async function giveUp(deps: Pick<Runtime, "db" | "log">, { launchId }: AdvanceLaunch): Promise<void> {
  const launch = await getLaunch(deps.db, launchId)
  const because = "every retry was spent"
  await deps.db.transaction(async (tx) => {
    if (launch.state === "flipping") return moveLaunch(tx, launch, "rolling_back", { because, then: advanceLaunchJob })
    if (launch.state === "announcing") await pauseMail(tx, launchId, { by: LAUNCHER, pausedBy: "itself", because })
    if (launch.state === "rolling_back" || launch.state === "announcing" || launch.state === "recalling")
      return moveLaunch(tx, launch, "attention", { because })
    if (launch.state === "live")
      return tx.insertJob({ name: advanceLaunchJob.name, data: { launchId }, key: launchId, startAfterSeconds: 5 })
  })
  deps.log.error({ launchId, state: launch.state }, "a launch did not advance for an hour and needs a person")
}
