import { backoff, defineJob } from "../jobs/define-job.ts"
import { seconds } from "../kernel/clock.ts"
import type { LaunchId } from "../kernel/ids.ts"

export type AdvanceLaunch = { launchId: LaunchId }

/**
 * Takes a launch one step on. About an hour of patience: what is owed once flags were touched is never dropped lightly.
 * The cap keeps the wait after a crash short: a retry's delay comes on top of the time it takes to notice.
 */
export const advanceLaunchJob = defineJob<AdvanceLaunch>("launch.advance", {
  oneAtATime: ({ launchId }) => launchId,
  retry: backoff({ from: seconds(1), cap: seconds(5), attempts: 720 }),
})
