import { backoff, defineJob } from "../jobs/define-job.ts"
import { seconds } from "../kernel/clock.ts"
import type { HookDeliveryId } from "../kernel/ids.ts"

export type ProcessHook = { deliveryId: HookDeliveryId }

/** Processes what arrived. Only our own database can be in the way, or a launch that has to end first: an hour is long for both. */
export const processHookJob = defineJob<ProcessHook>("hook.process", {
  oneAtATime: ({ deliveryId }) => deliveryId,
  retry: backoff({ from: seconds(1), cap: seconds(60), attempts: 70 }),
  kept: "within seconds",
})

export type AskCodeHost = { deliveryId: HookDeliveryId; asked: number }

/** Asks the code host for what a delivery leaves out. It says itself when to come again; what it counts is told without it. */
export const askCodeHostJob = defineJob<AskCodeHost>("hook.ask", {
  oneAtATime: ({ deliveryId }) => deliveryId,
  retry: backoff({ from: seconds(2), cap: seconds(60), attempts: 20 }),
  kept: "within seconds",
})
