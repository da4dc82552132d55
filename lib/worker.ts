import { sealAudit } from "./audit/seal-audit.ts"
import { forgetOldEvents } from "./delivery/forget-old-events.ts"
import { materialiseAudienceJob, reportMailJob } from "./delivery/jobs.ts"
import { materialiseAudience } from "./delivery/materialise-audience.ts"
import { recoverLostMail } from "./delivery/recover-lost-mail.ts"
import { sendMail } from "./delivery/send-mail.ts"
import { SENDING_TERMS } from "./delivery/sender.ts"
import { mendShareImages, type Painting } from "./documents/mend-share-images.ts"
import { askCodeHost } from "./hooks/ask-code-host.ts"
import { failHook } from "./hooks/fail-hook.ts"
import { forgetOldHooks } from "./hooks/forget-old-hooks.ts"
import { askCodeHostJob, processHookJob } from "./hooks/jobs.ts"
import { processHook } from "./hooks/process-hook.ts"
import { forgetOldAnswers } from "./idempotency/forget-old-answers.ts"
import { openLanes } from "./jobs/lanes.ts"
import { type Loop, repeat } from "./jobs/repeat.ts"
import { type Binding, bind } from "./jobs/run-job.ts"
import { minutes, seconds } from "./kernel/clock.ts"
import { monotonicMs } from "./kernel/stopwatch.ts"
import { advanceLaunch } from "./launch/advance-launch.ts"
import { beginDueLaunches } from "./launch/begin-due-launches.ts"
import { giveUp } from "./launch/give-up.ts"
import { type AdvanceLaunch, advanceLaunchJob } from "./launch/jobs.ts"
import { prepareDueMail } from "./launch/prepare-due-mail.ts"
import { recoverLostLaunches } from "./launch/recover-lost-launches.ts"
import { watchPutBack } from "./launch/watch-put-back.ts"
import { watchReleased } from "./launch/watch-released.ts"
import { forgetOldSignIns } from "./people/forget-old-sign-ins.ts"
import { sendInvitations } from "./people/send-invitations.ts"
import { sendSignInLinks } from "./people/send-sign-in-links.ts"
import { recomputeSchedules } from "./releases/recompute-schedules.ts"
import type { Runtime } from "./runtime.ts"
import { rotateSecrets } from "./secrets/rotate-secrets.ts"
import { answerRequest } from "./subscribers/answer-request.ts"
import { forgetOldRequests } from "./subscribers/forget-old-requests.ts"
import { giveUpRequest } from "./subscribers/give-up-request.ts"
import { answerRequestJob } from "./subscribers/jobs.ts"
import { resealAddressKey } from "./subscribers/reseal-address-key.ts"

export type Worker = { stop(): Promise<void> }

/** Ties every job to what does it. Asking for a job never imports this. */
export function bindings(deps: Runtime): Binding[] {
  const giveUpOn = { whenSpent: (payload: AdvanceLaunch) => giveUp(deps, payload) }
  return [
    bind(advanceLaunchJob, { run: (payload) => advanceLaunch(deps, payload), ...giveUpOn }),
    bind(materialiseAudienceJob, { run: (payload) => materialiseAudience(deps, payload), ...giveUpOn }),
    bind(reportMailJob, { run: (payload) => advanceLaunch(deps, payload), ...giveUpOn }),
    bind(answerRequestJob, { run: (payload) => answerRequest(deps, payload), whenSpent: (payload) => giveUpRequest(deps, payload) }),
    bind(processHookJob, {
      run: (payload) => processHook(deps, payload),
      whenSpent: ({ deliveryId }) => failHook(deps, { deliveryId, reason: "It could not be processed for an hour: redeliver it." }),
    }),
    bind(askCodeHostJob, {
      run: (payload) => askCodeHost(deps, payload),
      // What the delivery said itself counts all the same.
      whenSpent: async ({ deliveryId }) => deps.log.warn({ deliveryId }, "the code host could not be asked about a delivery"),
    }),
  ]
}

/** A launch is promised within a second of its time. */
const OFTEN = Temporal.Duration.from({ milliseconds: 250 })

/** Somebody looks at an empty mailbox meanwhile. */
const SOON = Temporal.Duration.from({ milliseconds: 500 })

/** A flag service that is slow to answer keeps its own release waiting and no other. */
const LAUNCHES_AT_ONCE = 8

/** What comes round by itself, whatever the queue does. */
export function startLoops(deps: Runtime): Loop[] {
  const lanes = openLanes(deps.log, { name: "begin-due-launches", atOnce: LAUNCHES_AT_ONCE })
  const painting: Painting = { look: null, leftOut: new Set(), mendedAtMs: monotonicMs() }
  return [
    repeat(deps.log, "mend-share-images", seconds(3), () => mendShareImages(deps, painting)),
    repeat(deps.log, "seal-audit", seconds(1), () => sealAudit(deps)),
    repeat(deps.log, "recover-lost-launches", seconds(10), () => recoverLostLaunches(deps)),
    repeat(deps.log, "recover-lost-mail", seconds(10), () => recoverLostMail(deps)),
    sendMail({ ...deps, terms: SENDING_TERMS }),
    repeat(deps.log, "prepare-due-mail", seconds(15), () => prepareDueMail(deps)),
    // A round before the lanes it fills: stopping ends it first, and then what it has begun.
    repeat(deps.log, "begin-due-launches", OFTEN, () => beginDueLaunches(deps, lanes)),
    lanes,
    repeat(deps.log, "recompute-schedules", seconds(3600), () => recomputeSchedules(deps)),
    repeat(deps.log, "watch-released", minutes(5), () => watchReleased(deps)),
    repeat(deps.log, "watch-put-back", seconds(30), () => watchPutBack(deps)),
    repeat(deps.log, "forget-old-hooks", seconds(3600), () => forgetOldHooks(deps)),
    repeat(deps.log, "forget-old-events", seconds(3600), () => forgetOldEvents(deps)),
    repeat(deps.log, "forget-old-answers", seconds(3600), () => forgetOldAnswers(deps)),
    repeat(deps.log, "forget-old-requests", seconds(3600), () => forgetOldRequests(deps)),
    repeat(deps.log, "send-sign-in-links", SOON, () => sendSignInLinks(deps)),
    repeat(deps.log, "send-invitations", seconds(2), () => sendInvitations(deps)),
    repeat(deps.log, "forget-old-sign-ins", seconds(3600), () => forgetOldSignIns(deps)),
  ]
}

/** Takes jobs, seals the audit log every second, and looks for what was lost. Several workers may run side by side. */
export async function startWorker(deps: Runtime): Promise<Worker> {
  await rotateSecrets(deps)
  await resealAddressKey(deps)
  await deps.queue.work(bindings(deps))
  const loops = startLoops(deps)
  return {
    stop: async () => {
      for (const loop of loops) await loop.stop()
      await deps.queue.stop()
    },
  }
}
