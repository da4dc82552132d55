import "server-only"
import { notFound } from "next/navigation"
import { z } from "zod"
import { DELIVERY_STATES, type DeliveryState } from "#lib/delivery/delivery.ts"
import { listDeliveries } from "#lib/delivery/queries.ts"
import { isDomainError } from "#lib/kernel/errors.ts"
import { idOf, isId, type LaunchId, type SubscriberId } from "#lib/kernel/ids.ts"
import type { Launch } from "#lib/launch/launch.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import type { Runtime } from "#lib/runtime.ts"

/** Who has it, or may have: what is asked for after a recall. */
export const MAILED: readonly DeliveryState[] = ["accepted", "unknown"]

const ON_A_PAGE = 100

export type Wanted = { state: DeliveryState | undefined; after: SubscriberId | null }

export function wantedIn(query: Record<string, string | string[] | undefined>): Wanted {
  const after = z
    .uuid()
    .transform(idOf<SubscriberId>)
    .safeParse(query.after)
  return { state: DELIVERY_STATES.find((one) => one === query.state), after: after.data ?? null }
}

export async function findOne({ db }: Pick<Runtime, "db">, text: string): Promise<Launch> {
  if (!isId(text)) notFound()
  return getLaunch(db, idOf<LaunchId>(text)).catch((error: unknown) => {
    if (isDomainError(error)) notFound()
    throw error
  })
}

export async function loadMailed({ db }: Pick<Runtime, "db">, launch: Launch, { state, after }: Wanted) {
  const states = state === undefined ? MAILED : [state]
  const rows = await listDeliveries(db, launch.id, { states, after, limit: ON_A_PAGE + 1 })
  const deliveries = rows.slice(0, ON_A_PAGE)
  return { deliveries, next: rows.length > ON_A_PAGE ? (deliveries.at(-1)?.id ?? null) : null }
}
