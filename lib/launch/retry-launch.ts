import { and, eq, inArray, isNotNull, sql } from "drizzle-orm"
import { flips } from "#db/schema/launches.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { resumeMail } from "../delivery/resume-mail.ts"
import { Conflict } from "../kernel/errors.ts"
import type { LaunchId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { advanceLaunchJob } from "./jobs.ts"
import type { Launch } from "./launch.ts"
import { lockLaunch } from "./lock-launch.ts"
import { moveLaunch } from "./move-launch.ts"
import { getLaunch } from "./queries.ts"

/** `leave_alone` gives up on the flags that could not be put back: they stay as they are, and are listed as such. */
export type RetryLaunch = { id: LaunchId; flags: "restore" | "leave_alone" }

/** A person takes a launch up again where `attention` interrupted it. */
export async function retryLaunch(deps: Pick<Runtime, "db">, actor: Actor, input: RetryLaunch): Promise<Launch> {
  authorize(actor, "launch.recall")
  return deps.db.transaction(async (tx) => {
    const launch = await lockLaunch(tx, await getLaunch(tx, input.id))
    if (launch.state !== "attention" || launch.interrupted === null)
      throw new Conflict("not_waiting", "This launch does not wait for a person: there is nothing to try again.")
    if (input.flags === "leave_alone") await leaveFlagsAlone(tx, launch)
    const because = input.flags === "restore" ? "tried again by a person" : "a person leaves the remaining flags as they are"
    await moveLaunch(tx, launch, launch.interrupted, { by: actor, because, then: advanceLaunchJob })
    if (launch.interrupted === "announcing") await resumeMail(tx, launch.id, actor)
    return getLaunch(tx, launch.id)
  })
}

async function leaveFlagsAlone(tx: Transaction, launch: Launch): Promise<void> {
  await tx
    .update(flips)
    .set({ state: "left_alone", restoredAt: sql`now()`, trouble: "a person left it as it was" })
    .where(and(eq(flips.launchId, launch.id), inArray(flips.state, ["attempted", "applied"]), isNotNull(flips.recordedState)))
}
