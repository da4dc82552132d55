import { sql } from "drizzle-orm"
import { hookDeliveries } from "#db/schema/hooks.ts"
import type { Transaction } from "#db/transaction.ts"
import { authorize, authorizeIn } from "../access/authorize.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import type { Complaint } from "../kernel/errors.ts"
import { type HookDeliveryId, newId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { HookOutcome, HookSource } from "./hook-delivery.ts"
import type { HookReading } from "./hook-reading.ts"
import type { HookSender } from "./hook-sender.ts"
import { processHookJob } from "./jobs.ts"

export type HookArrival = { source: HookSource; deliveryId: string; reading: HookReading }

export type ReceiveHookOutcome =
  | { is: "received"; id: HookDeliveryId }
  | { is: "ignored"; id: HookDeliveryId; reason: string }
  | { is: "unreadable"; id: HookDeliveryId; complaints: Complaint[] }
  | { is: "repeated" }

/**
 * Keeps what arrived, with the promise to process it, in one commit: the sender is answered after that, and nothing is lost when we
 * die. What was processed, or is about to be, is not taken in again; what was ignored or failed is.
 */
export async function receiveHook(deps: Pick<Runtime, "db">, actor: HookSender, arrival: HookArrival): Promise<ReceiveHookOutcome> {
  authorize(actor, "hook.deliver")
  const { reading } = arrival
  if (reading.is === "news" && reading.news.is === "deployment") authorizeIn(actor, reading.news.deployment.environment)
  return deps.db.transaction(async (tx) => {
    const id = await moveIn(tx, actor, arrival)
    if (id === null) return { is: "repeated" }
    if (reading.is === "ignored") return { is: "ignored", id, reason: reading.reason }
    if (reading.is === "unreadable") return { is: "unreadable", id, complaints: reading.complaints }
    await enqueueJob(tx, processHookJob, { deliveryId: id })
    return { is: "received", id }
  })
}

/** Null where the same delivery stands already: of many copies at once the first one wins, and the others wait for its commit. */
async function moveIn(tx: Transaction, sender: HookSender, { source, deliveryId, reading }: HookArrival): Promise<HookDeliveryId | null> {
  const told = {
    event: reading.event,
    repository: reading.repository,
    ...settled(reading),
    news: reading.is === "news" ? reading.news : null,
    sender,
  }
  const [row] = await tx
    .insert(hookDeliveries)
    .values({ id: newId<HookDeliveryId>(), source, deliveryId, ...told })
    .onConflictDoUpdate({
      target: [hookDeliveries.source, hookDeliveries.deliveryId],
      set: { ...told, receivedAt: sql`now()` },
      setWhere: sql`${hookDeliveries.outcome} in ('failed', 'ignored')`,
    })
    .returning({ id: hookDeliveries.id })
  return row?.id ?? null
}

type Settled = { outcome: HookOutcome; reason: string | null; settledAt: ReturnType<typeof sql> | null }

function settled(reading: HookReading): Settled {
  if (reading.is === "news") return { outcome: "received", reason: null, settledAt: null }
  if (reading.is === "ignored") return { outcome: "ignored", reason: reading.reason, settledAt: sql`now()` }
  const told = reading.complaints.map(({ path, message }) => `${path} ${message}`).join("; ")
  return { outcome: "failed", reason: `It cannot be read. ${told}`.slice(0, 2000).toWellFormed(), settledAt: sql`now()` }
}
