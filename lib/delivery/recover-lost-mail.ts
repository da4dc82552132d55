import { sql } from "drizzle-orm"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { hasWaitingJob } from "../jobs/queries.ts"
import { idOf, type LaunchId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { materialiseAudienceJob, reportMailJob } from "./jobs.ts"

type Overdue = { launch_id: string; state: string }

/**
 * The net below the queue, for mail: an audience that nobody writes out, and a launch that was never told that its mail has ended or
 * waits for a person. State and job share a commit, so this finds nothing unless jobs were deleted or a backup was restored.
 */
export async function recoverLostMail(deps: Pick<Runtime, "db" | "log">): Promise<void> {
  const overdue = await deps.db.execute<Overdue>(sql`
    select plan.launch_id, plan.state from delivery_plans as plan join launches on launches.id = plan.launch_id
    where plan.moved_at < now() - interval '10 seconds' and launches.state = 'announcing'
      and (plan.state = 'materialising' or (plan.state = 'paused' and plan.paused_by = 'itself') or plan.state = 'cancelling'
        or (plan.state in ('sending', 'ended') and plan.open_batches = 0))`)
  for (const { launch_id, state } of overdue) {
    const launchId = idOf<LaunchId>(launch_id)
    const job = state === "materialising" ? materialiseAudienceJob : reportMailJob
    await deps.db.transaction(async (tx) => {
      if (await hasWaitingJob(tx, job, launchId)) return
      deps.log.warn({ launchId, state }, "the mail of a launch had lost its job and got a new one")
      await enqueueJob(tx, job, { launchId })
    })
  }
}
