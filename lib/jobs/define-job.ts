/** How a job is asked for and how patiently it is tried; the handler is bound to it elsewhere, so asking never imports doing. */
export type Job<Payload extends object> = {
  name: string
  patience: Patience
  /** Jobs with the same key never run at the same time. */
  keyOf: (payload: Payload) => string | null
  /** How exactly its time is kept where nobody wakes the worker: for retries, and for what becomes due. */
  kept: Kept
}

/** Half a second costs four questions a second to the database for each kind of job: only for what is promised to the second. */
export type Kept = "to the half second" | "within seconds"

/** A job whose payload does not matter here. */
export type AnyJob = Job<never>

export type Patience = { firstDelaySeconds: number; longestDelaySeconds: number; attempts: number }

export function defineJob<Payload extends object>(
  name: string,
  options: { retry: Patience; oneAtATime?: (payload: Payload) => string; kept?: Kept },
): Job<Payload> {
  return { name, patience: options.retry, keyOf: options.oneAtATime ?? (() => null), kept: options.kept ?? "to the half second" }
}

export function backoff(options: { from: Temporal.Duration; cap: Temporal.Duration; attempts: number }): Patience {
  return {
    firstDelaySeconds: options.from.total("seconds"),
    longestDelaySeconds: options.cap.total("seconds"),
    attempts: options.attempts,
  }
}
