import type { Runtime } from "../runtime.ts"

/** What sending needs, and how patient it is: given by whoever starts it, so that a test need not wait for what a portal waits for. */
export type Sender = Pick<Runtime, "db" | "mailer" | "settings" | "log" | "clock"> & { terms: SendingTerms }

export type SendingTerms = {
  /** How long whoever took a batch may be silent before another one takes it. Renewed three times as often. */
  leaseMs: number
  /** Below the lease: a call that leaves has come back, or was given up, before anybody else can begin. */
  timeoutMs: number
  /** Calls at once in one process. */
  lanes: number
  /** How often an idle lane looks for work. */
  pollMs: number
}

export const SENDING_TERMS: SendingTerms = { leaseMs: 15_000, timeoutMs: 10_000, lanes: 4, pollMs: 1000 }

/** Mails in one batch: what a provider with keys takes in one call. One without is handed them few at a time. */
export const BATCH_SIZE = 100
