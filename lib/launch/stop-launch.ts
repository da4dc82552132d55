import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { cancelMail } from "../delivery/cancel-mail.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
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
 * would have left the building stays here. While mail is sent: the release stays public, and the rest of it stays here. After that
 * there is nothing to stop; a recall takes back what can be.
 */
export async function stopLaunch(deps: Pick<Runtime, "db">, actor: Actor, input: { id: LaunchId }): Promise<Launch> {
  authorize(actor, "launch.recall")
  return deps.db.transaction(async (tx) => {
    const launch = await lockLaunch(tx, await getLaunch(tx, input.id))
    if (launch.state === "flipping") {
      await moveLaunch(tx, launch, "rolling_back", { by: actor, because: "stopped by a person", then: advanceLaunchJob })
    } else if (launch.state === "live") {
      const because = "stopped within the hold: nothing was sent"
      await cancelMail(tx, launch.id, { by: actor, because })
      await moveLaunch(tx, launch, "settled", { by: actor, because })
    } else if (isSending(launch)) {
      await stopSending(tx, launch, actor)
    } else if (launch.state !== "rolling_back" && launch.state !== "failed") {
      throw new Conflict("not_stoppable", "It is too late to stop this launch: recall the release instead.")
    }
    return getLaunch(tx, launch.id)
  })
}

function isSending({ state, interrupted }: Launch): boolean {
  return state === "announcing" || (state === "attention" && interrupted === "announcing")
}

async function stopSending(tx: Transaction, launch: Launch, by: Actor): Promise<void> {
  if (launch.state === "attention") await moveLaunch(tx, launch, "announcing", { by, because: "a person stops the rest of its mail" })
  await cancelMail(tx, launch.id, { by, because: "stopped by a person" })
  await enqueueJob(tx, advanceLaunchJob, { launchId: launch.id })
}
