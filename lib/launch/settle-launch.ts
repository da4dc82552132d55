import { endMail } from "../delivery/end-mail.ts"
import { lockPlan } from "../delivery/lock-plan.ts"
import { RetryLater } from "../jobs/run-job.ts"
import type { Runtime } from "../runtime.ts"
import type { Launch } from "./launch.ts"
import { moveLaunch } from "./move-launch.ts"
import { writeOffRest } from "./write-off-rest.ts"

/** Where the mail has come to: everybody has an end, or a person must look, or somebody has stopped it. Otherwise it is told again. */
export async function settleLaunch(deps: Pick<Runtime, "db" | "log">, launch: Launch): Promise<void> {
  const written = await writeOffRest(deps, launch)
  if (written === "in flight") throw new RetryLater("a batch that was taken before the mail was stopped is still under way")
  const pausedFor = await deps.db.transaction(async (tx) => {
    const plan = await lockPlan(tx, launch.id)
    if (plan === null || plan.state === "ended") return settle()
    if (plan.state === "paused" && plan.pausedBy === "itself") return callForAttention(plan.because ?? "sending stopped itself")
    if (plan.state !== "sending" || plan.openBatches > 0) return null
    await endMail(tx, launch.id, plan)
    return settle()

    async function settle(): Promise<null> {
      await moveLaunch(tx, launch, "settled")
      return null
    }

    async function callForAttention(because: string): Promise<string> {
      await moveLaunch(tx, launch, "attention", { because })
      return because
    }
  })
  // ERROR: nobody but a person can say that it may go on.
  if (pausedFor !== null) deps.log.error({ launchId: launch.id, because: pausedFor }, "sending a launch's mail stopped and needs a person")
}
