/** How a job is asked for and how patiently it is tried; the handler is bound to it elsewhere, so asking never imports doing. */
export type Job<Payload extends object> = {
  name: string
  patience: Patience
  /** Jobs with the same key never run at the same time. */
  keyOf: (payload: Payload) => string | null
}

/** A job whose payload does not matter here. */
export type AnyJob = Job<never>

export type Patience = { firstDelaySeconds: number; longestDelaySeconds: number; attempts: number }

export function defineJob<Payload extends object>(
  name: string,
  options: { retry: Patience; oneAtATime?: (payload: Payload) => string },
): Job<Payload> {
  return { name, patience: options.retry, keyOf: options.oneAtATime ?? (() => null) }
}

export function backoff(options: { from: Temporal.Duration; cap: Temporal.Duration; attempts: number }): Patience {
  return {
    firstDelaySeconds: options.from.total("seconds"),
    longestDelaySeconds: options.cap.total("seconds"),
    attempts: options.attempts,
  }
}
