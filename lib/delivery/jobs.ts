import { backoff, defineJob } from "../jobs/define-job.ts"
import { seconds } from "../kernel/clock.ts"
import type { LaunchId } from "../kernel/ids.ts"

export type AboutMail = { launchId: LaunchId }

/** Only our own database is involved, so what fails is our fault or its absence: about an hour of patience. */
const PATIENCE = backoff({ from: seconds(1), cap: seconds(5), attempts: 720 })

/** Writes out whom a launch mails. */
export const materialiseAudienceJob = defineJob<AboutMail>("audience.materialise", {
  oneAtATime: ({ launchId }) => launchId,
  retry: PATIENCE,
})

/** Tells the launch that its mail has come to an end, or waits for a person. Launches stand above deliveries, so they are told by a job. */
export const reportMailJob = defineJob<AboutMail>("mail.report", { oneAtATime: ({ launchId }) => launchId, retry: PATIENCE })
