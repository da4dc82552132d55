import type { Log } from "../kernel/log.ts"
import type { AnyJob, Job } from "./define-job.ts"

/** Thrown by a step that somebody else took: the work is done, only not by us. */
export class LostRace extends Error {
  constructor(what: string) {
    super(`${what} was taken by someone else`)
    this.name = "LostRace"
  }
}

/** Thrown by a step that can do nothing yet. The job comes again with its own patience. */
export class RetryLater extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = "RetryLater"
  }
}

/** What to do with a job, and what to do when its retries are spent: nothing ends without a consequence. */
export type Binding = {
  job: AnyJob
  run(payload: object): Promise<void>
  whenSpent(payload: object): Promise<void>
}

/** Ties a job to its handler. The payload was written by `enqueueJob` with the same job, so its type holds. */
export function bind<Payload extends object>(
  job: Job<Payload>,
  handlers: { run(payload: Payload): Promise<void>; whenSpent(payload: Payload): Promise<void> },
): Binding {
  return {
    job,
    run: (payload) => handlers.run(payload as Payload),
    whenSpent: (payload) => handlers.whenSpent(payload as Payload),
  }
}

/** Runs one job and logs one line about it. A lost race is done; anything thrown makes the queue try again. */
export async function runJob(log: Log, name: string, payload: object, run: (payload: object) => Promise<void>): Promise<void> {
  const began = performance.now()
  const line = () => ({ job: name, ...payload, ms: Math.round(performance.now() - began) })
  try {
    await run(payload)
    log.info(line(), "job done")
  } catch (error) {
    if (error instanceof LostRace) return log.info({ ...line(), because: error.message }, "job was done by another")
    if (error instanceof RetryLater) log.info({ ...line(), because: error.message }, "job waits")
    else log.warn({ ...line(), err: error }, "job failed and will be tried again")
    throw error
  }
}
