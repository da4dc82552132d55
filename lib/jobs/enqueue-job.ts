import type { Transaction } from "#db/transaction.ts"
import type { Job } from "./define-job.ts"

/** Promises a job in the transaction of its cause: it exists when that commits, and never if it does not. */
export async function enqueueJob<Payload extends object>(
  tx: Transaction,
  job: Job<Payload>,
  payload: Payload,
  after: Temporal.Duration = NOW,
): Promise<void> {
  await tx.insertJob({ name: job.name, data: payload, key: job.keyOf(payload), startAfterSeconds: after.total("seconds") })
}

const NOW = Temporal.Duration.from({ seconds: 0 })
