import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { resumeMail } from "../delivery/resume-mail.ts"
import { Conflict } from "../kernel/errors.ts"
import type { LaunchId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { Launch } from "./launch.ts"
import { lockLaunch } from "./lock-launch.ts"
import { moveLaunch } from "./move-launch.ts"
import { getLaunch } from "./queries.ts"

/** A person lets the mail go on, whether they had paused it themselves or it had stopped and called for them. */
export async function resumeLaunch(deps: Pick<Runtime, "db">, actor: Actor, input: { id: LaunchId }): Promise<Launch> {
  authorize(actor, "launch.recall")
  return deps.db.transaction(async (tx) => {
    const launch = await lockLaunch(tx, await getLaunch(tx, input.id))
    const waits = launch.state === "attention" && launch.interrupted === "announcing"
    if (waits) await moveLaunch(tx, launch, "announcing", { by: actor, because: "a person lets the mail go on" })
    const isResumed = (waits || launch.state === "announcing") && (await resumeMail(tx, launch.id, actor))
    if (!isResumed) throw new Conflict("not_paused", "The mail of this launch is not paused: there is nothing to resume.")
    return getLaunch(tx, launch.id)
  })
}
