import { setTimeout as sleep } from "node:timers/promises"
import postgres from "postgres"

/** A connection that says "somebody uses this server", for as long as its process lives and no longer. */
export type Hold = { release(): Promise<"last" | "shared">; close(): Promise<void> }

// Any number would do, as long as every Curtain takes the same one in the database `postgres`.
const IN_USE = 4_071_978

/** Rejects when the server does not take connections now: it is starting, ending, or was never ours. */
export async function holdServer(adminUrl: string): Promise<Hold> {
  let state: "held" | "lost" | "released" = "lost"
  const sql = postgres(adminUrl, {
    max: 1,
    max_lifetime: null,
    connect_timeout: 5,
    backoff: () => 0.25,
    onnotice: () => {},
    onclose: () => {
      if (state !== "held") return
      state = "lost"
      void takeAgain()
    },
  })

  async function take(): Promise<void> {
    await sql`select pg_advisory_lock_shared(${IN_USE})`
    if (state === "lost") state = "held"
  }

  // A crash of one session makes the server end them all: ours must be counted again once it is back.
  async function takeAgain(): Promise<void> {
    while (state === "lost") await take().catch(() => sleep(250, undefined, { ref: false }))
  }

  // The last one keeps everybody out until it has stopped the server and closed.
  async function release(): Promise<"last" | "shared"> {
    state = "released"
    try {
      await sql`select pg_advisory_unlock_all()`
      const [answer] = await sql<{ last: boolean }[]>`select pg_try_advisory_lock(${IN_USE}) as last`
      return answer?.last ? "last" : "shared"
    } catch {
      return "last"
    }
  }

  function close(): Promise<void> {
    state = "released"
    return sql.end({ timeout: 0 })
  }

  await take().catch(async (error) => {
    await close()
    throw error
  })
  return { release, close }
}
