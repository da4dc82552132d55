import { randomUUID } from "node:crypto"
import { sql } from "drizzle-orm"
import type { Database } from "#db/transaction.ts"
import { repeat } from "../jobs/repeat.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { Log } from "../kernel/log.ts"

export type LeaseDeps = { db: Database; log: Log; leaseMs: number }

/** `lost`: the work ended, but not before somebody else could take the flag over, so nobody knows what it left behind. */
export type Leased<Value> = { is: "done"; value: Value } | { is: "lost" } | { is: "busy" }

type Lease = { flagId: FlagId; holder: string; endsAt: number }

/** A call that leaves now has come back, or was given up, before anybody else can begin. */
const LONGEST_CALL_MS = 8000

/**
 * Work on a flag in another system that nobody else does at the same time, in any process. The lease is a committed row, so no lock
 * is held over the network; one that a killed process left behind ends by itself.
 */
export async function holdLease<Value>(
  deps: LeaseDeps,
  flagId: FlagId,
  work: (mayCall: () => boolean) => Promise<Value>,
): Promise<Leased<Value>> {
  // Counted from before the row is written, so never longer than the database counts.
  const lease = { flagId, holder: randomUUID(), endsAt: performance.now() + deps.leaseMs }
  if (!(await take(deps, lease))) return { is: "busy" }
  // A write is several calls of up to 8 s: it keeps its lease for as long as its process lives.
  const every = Temporal.Duration.from({ milliseconds: Math.floor(deps.leaseMs / 3) })
  const renewing = repeat(deps.log, "renew-flag-lease", every, () => renew(deps, lease))
  let value: Value
  try {
    value = await work(() => lease.endsAt - performance.now() > Math.min(LONGEST_CALL_MS, deps.leaseMs / 2))
  } catch (error) {
    await renewing.stop()
    await release(deps, lease)
    throw error
  }
  await renewing.stop()
  return (await release(deps, lease)) ? { is: "done", value } : { is: "lost" }
}

/** One statement: of two that find an expired lease, the second sees the first one's row. */
async function take({ db, leaseMs }: LeaseDeps, { flagId, holder }: Lease): Promise<boolean> {
  const taken = await db.execute(sql`
    insert into flag_leases (flag_id, holder, until)
    values (${flagId}, ${holder}, clock_timestamp() + ${leaseMs} * interval '1 millisecond')
    on conflict (flag_id) do update set holder = excluded.holder, until = excluded.until
    where flag_leases.until <= clock_timestamp()
    returning holder`)
  return taken.length > 0
}

/** Only while it is ours and has not ended: after that, somebody may be reading the flag already. */
async function renew({ db, leaseMs }: LeaseDeps, lease: Lease): Promise<void> {
  const { flagId, holder } = lease
  const endsAt = performance.now() + leaseMs
  const renewed = await db.execute(sql`
    update flag_leases set until = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    where flag_id = ${flagId} and holder = ${holder} and until > clock_timestamp()
    returning holder`)
  if (renewed.length > 0) lease.endsAt = endsAt
}

/** Whether it was ours until now. Somebody else's lease stays. */
async function release({ db }: LeaseDeps, { flagId, holder }: Lease): Promise<boolean> {
  const released = await db.execute<{ held: boolean }>(sql`
    delete from flag_leases where flag_id = ${flagId} and holder = ${holder} returning until > clock_timestamp() as held`)
  return released[0]?.held === true
}
