import { backoff, defineJob } from "../jobs/define-job.ts"
import { minutes, seconds } from "../kernel/clock.ts"
import type { SubscriptionRequestId } from "../kernel/ids.ts"

export type AnswerRequest = { requestId: SubscriptionRequestId }

/** Mails the answer to somebody who asked to subscribe. Two hours of patience: after that the person has asked again, or gone. */
export const answerRequestJob = defineJob<AnswerRequest>("subscription.answer", {
  oneAtATime: ({ requestId }) => requestId,
  retry: backoff({ from: seconds(5), cap: minutes(10), attempts: 18 }),
  kept: "within seconds",
})
