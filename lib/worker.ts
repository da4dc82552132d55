import { sealAudit } from "./audit/seal-audit.ts"
import { forgetOldAnswers } from "./idempotency/forget-old-answers.ts"
import { type Loop, repeat } from "./jobs/repeat.ts"
import { type Binding, bind } from "./jobs/run-job.ts"
import { seconds } from "./kernel/clock.ts"
import { advanceLaunch } from "./launch/advance-launch.ts"
import { giveUp } from "./launch/give-up.ts"
import { advanceLaunchJob } from "./launch/jobs.ts"
import { recoverLostLaunches } from "./launch/recover-lost-launches.ts"
import type { Runtime } from "./runtime.ts"

export type Worker = { stop(): Promise<void> }

/** Ties every job to what does it. Asking for a job never imports this. */
export function bindings(deps: Runtime): Binding[] {
  return [bind(advanceLaunchJob, { run: (payload) => advanceLaunch(deps, payload), whenSpent: (payload) => giveUp(deps, payload) })]
}

/** What comes round by itself, whatever the queue does. */
export function startLoops(deps: Runtime): Loop[] {
  return [
    repeat(deps.log, "seal-audit", seconds(1), () => sealAudit(deps)),
    repeat(deps.log, "recover-lost-launches", seconds(10), () => recoverLostLaunches(deps)),
    repeat(deps.log, "forget-old-answers", seconds(3600), () => forgetOldAnswers(deps)),
  ]
}

/** Takes jobs, seals the audit log every second, and looks for what was lost. Several workers may run side by side. */
export async function startWorker(deps: Runtime): Promise<Worker> {
  await deps.queue.work(bindings(deps))
  const loops = startLoops(deps)
  return {
    stop: async () => {
      for (const loop of loops) await loop.stop()
      await deps.queue.stop()
    },
  }
}
