import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { cancelMail } from "../delivery/cancel-mail.ts"
import { advanceSiteRevision } from "../documents/advance-site-revision.ts"
import { withdrawEditions } from "../documents/withdraw-editions.ts"
import { Conflict } from "../kernel/errors.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import { lockRelease } from "../releases/lock-release.ts"
import type { Runtime } from "../runtime.ts"
import { advanceLaunchJob } from "./jobs.ts"
import { isRecallable, type Launch } from "./launch.ts"
import { lockLaunch } from "./lock-launch.ts"
import { moveLaunch } from "./move-launch.ts"
import { findLastLaunch, getLaunch } from "./queries.ts"
import { restoreFlips } from "./restore-flips.ts"

/** `stopped` before the moment, `recalling` after it; `recalled` where somebody did so before. All answer with the launch as it stands now. */
export type RecallOutcome = { is: "stopped" | "recalling" | "recalled"; launch: Launch }

export type RecallLaunch = { releaseId: ReleaseId; reason?: string | undefined }

/** Takes a release back: what is ours goes in one commit. Before the moment it stops the launch instead, and nothing becomes public. */
export async function recallLaunch(deps: Pick<Runtime, "db">, actor: Actor, input: RecallLaunch): Promise<RecallOutcome> {
  authorize(actor, "launch.recall")
  return deps.db.transaction(async (tx) => {
    const launch = await lockLastLaunch(tx, input.releaseId)
    if (launch.state === "recalling" || launch.state === "recalled") return { is: "recalled", launch }
    const is = launch.state === "flipping" ? await stop(tx, launch, actor, input) : await withdraw(tx, launch, actor, input)
    return { is, launch: await getLaunch(tx, launch.id) }
  })
}

/** Waits for a curtain that is rising at this moment, and then sees what became of it. */
async function lockLastLaunch(tx: Transaction, releaseId: ReleaseId): Promise<Launch> {
  await lockRelease(tx, releaseId)
  const last = await findLastLaunch(tx, releaseId)
  if (!last) throw new Conflict("not_released", "This release was never launched: there is nothing to take back.")
  return lockLaunch(tx, last)
}

async function stop(tx: Transaction, launch: Launch, actor: Actor, { reason }: RecallLaunch): Promise<"stopped"> {
  await moveLaunch(tx, launch, "rolling_back", { by: actor, because: reason ?? "stopped by a person", then: advanceLaunchJob })
  return "stopped"
}

async function withdraw(tx: Transaction, launch: Launch, actor: Actor, { reason }: RecallLaunch): Promise<"recalling"> {
  if (!isRecallable(launch)) throw new Conflict("not_released", "This release is not public: there is nothing to take back.")
  const revision = await advanceSiteRevision(tx)
  await withdrawEditions(tx, launch.id, revision)
  await restoreFlips(tx, launch, revision)
  await cancelMail(tx, launch.id, { by: actor, because: reason ?? "recalled" }) // rows follow; a batch in hand may still go, and is listed
  await moveLaunch(tx, launch, "recalling", {
    by: actor,
    revision,
    then: advanceLaunchJob,
    ...(reason === undefined ? {} : { because: reason }),
  })
  return "recalling"
}
