import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { pauseMail } from "../delivery/pause-mail.ts"
import { Conflict } from "../kernel/errors.ts"
import type { LaunchId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { Launch } from "./launch.ts"
import { lockLaunch } from "./lock-launch.ts"
import { getLaunch } from "./queries.ts"

/** A person holds the mail back; the release stays public. */
export async function pauseLaunch(deps: Pick<Runtime, "db">, actor: Actor, input: { id: LaunchId }): Promise<Launch> {
  authorize(actor, "launch.recall")
  return deps.db.transaction(async (tx) => {
    const launch = await lockLaunch(tx, await getLaunch(tx, input.id))
    if (
      launch.state !== "announcing" ||
      !(await pauseMail(tx, launch.id, { by: actor, pausedBy: "person", because: "paused by a person" }))
    )
      throw new Conflict("not_sending", "This launch is not sending mail: there is nothing to pause.")
    return getLaunch(tx, launch.id)
  })
}
