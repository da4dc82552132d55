import { and, inArray, sql } from "drizzle-orm"
import { launches } from "#db/schema/launches.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { hasWaitingJob } from "../jobs/queries.ts"
import type { Runtime } from "../runtime.ts"
import { advanceLaunchJob } from "./jobs.ts"
import { OPEN_STATES } from "./launch.ts"

/**
 * The net below the queue: a launch that owes a step for over ten seconds and has no job gets one. State and job share
 * a commit, so this finds nothing unless jobs were deleted or a backup was restored: finding something is worth a warning.
 */
export async function recoverLostLaunches(deps: Pick<Runtime, "db" | "log">): Promise<void> {
  const overdue = await deps.db
    .select({ id: launches.id, state: launches.state })
    .from(launches)
    .where(and(inArray(launches.state, [...OPEN_STATES]), sql`${launches.movedAt} < now() - interval '10 seconds'`))
  for (const launch of overdue) {
    await deps.db.transaction(async (tx) => {
      if (await hasWaitingJob(tx, advanceLaunchJob, launch.id)) return
      deps.log.warn({ launchId: launch.id, state: launch.state }, "a launch had lost its job and got a new one")
      await enqueueJob(tx, advanceLaunchJob, { launchId: launch.id })
    })
  }
}
