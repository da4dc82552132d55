import type postgres from "postgres"

/**
 * postgres.js 3.4.9 does not survive the loss of a connection in a transaction (its issues 1154 and 1208): it writes to the
 * socket that is gone, which ends the process or leaves a connection that never answers again. So whoever loses one here has
 * the whole pool replaced: what is new goes to fresh connections, and the old ones are destroyed with all that hangs in them.
 */
export type Renewing = {
  current(): postgres.Sql
  end(options: { timeout: number }): Promise<void>
  watch<Result>(work: Promise<Result>): Promise<Result>
}

/** Long enough for the transactions that have a living connection to end. */
const OLD_POOL_SECONDS = 10

export function renewing(open: () => postgres.Sql): Renewing {
  const state = { client: open() }
  return {
    current: () => state.client,
    end: (options) => state.client.end(options),
    watch: (work) => {
      const { client } = state
      // Whoever asked gets the error too; this only looks at it.
      work.catch((error: unknown) => {
        if (!isLoss(error) || state.client !== client) return
        state.client = alike(open(), client)
        void client.end({ timeout: OLD_POOL_SECONDS }).catch(() => {})
      })
      return work
    },
  }
}

/** drizzle has told the first pool how it wants times and JSON, and does not know of the next. */
function alike(next: postgres.Sql, last: postgres.Sql): postgres.Sql {
  Object.assign(next.options.parsers, last.options.parsers)
  Object.assign(next.options.serializers, last.options.serializers)
  return next
}

const LOST = new Set(["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "ECONNRESET", "EPIPE", "ETIMEDOUT"])

/** A server that is not there yet: nothing was said to it, so nothing is lost. */
const NOT_YET = "57P03"

/** The server closes the connection after a FATAL error. drizzle wraps what the driver says. */
function isLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, severity } = error as Error & { code?: unknown; severity?: unknown }
  if (code === NOT_YET) return false
  return LOST.has(String(code)) || severity === "FATAL" || severity === "PANIC" || isLoss(error.cause)
}

/** What the driver throws outside of every promise when it writes to a connection that is gone. The query itself has been rejected. */
export function isDriverSlip(error: unknown): boolean {
  return error instanceof TypeError && /\bnextWrite\b[^\n]*postgres/.test(error.stack ?? "")
}
