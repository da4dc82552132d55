import { sql } from "drizzle-orm"
import type { Database } from "#db/transaction.ts"
import type { SecretKeys } from "../secrets/secret-keys.ts"
import { type ConnectionDoor, type OpenDoor, openDoor, type Providers, withoutToken } from "./connection-door.ts"
import type { Refused, Retry } from "./flag-provider.ts"

export type ProviderDeps = { db: Database; keys: SecretKeys; providers: Providers }

/** A service that asks for more than this is taken at its word for an hour, and asked again. */
const LONGEST_QUIET_MS = 3_600_000

/** One question to a flag service, if it may be asked now. When it asks for peace, every process hears of it through the database. */
export async function askProvider<Answer extends { is: string }>(
  deps: ProviderDeps,
  door: ConnectionDoor,
  ask: (open: OpenDoor) => Promise<Answer | Retry | Refused>,
): Promise<Answer | Retry | Refused> {
  const open = openDoor(deps, door)
  if (open.is !== "open") return open
  const answer = withoutToken(await ask(open), open.connection.token)
  if (wantsPeace(answer)) await keepQuiet(deps, door, answer.afterMs)
  return answer
}

function wantsPeace(answer: { is: string; afterMs?: number }): answer is { is: "retry"; afterMs: number } {
  return answer.is === "retry" && answer.afterMs !== undefined && answer.afterMs > 0
}

async function keepQuiet({ db }: ProviderDeps, { connectionId }: ConnectionDoor, afterMs: number): Promise<void> {
  await db.execute(sql`
    update flag_connections
    set quiet_until = greatest(quiet_until, clock_timestamp() + ${Math.min(Math.ceil(afterMs), LONGEST_QUIET_MS)} * interval '1 millisecond')
    where id = ${connectionId}`)
}
