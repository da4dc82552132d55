import { z } from "zod"
import { instant } from "#lib/changes/input.ts"
import { HOOK_OUTCOMES, type HookOutcome } from "#lib/hooks/hook-delivery.ts"
import type { HookPosition } from "#lib/hooks/queries.ts"
import { type HookDeliveryId, idOf } from "#lib/kernel/ids.ts"
import { encodeCursor } from "../../api/page-of.ts"

export const A_PAGE = 25

const position = z.object({ receivedAt: instant, id: z.uuid().transform(idOf<HookDeliveryId>) })

export type DeliveriesAsked = { outcome: HookOutcome | undefined; after: HookPosition | null }

/** What an address asks for; what is no filter and no place in the list is left out. */
export function deliveriesAsked({ outcome, cursor }: Record<string, string | string[] | undefined>): DeliveriesAsked {
  const chosen = HOOK_OUTCOMES.find((one) => one === outcome)
  const place = position.safeParse(decoded(String(cursor ?? "")))
  return { outcome: chosen, after: place.success ? place.data : null }
}

export function cursorAfter(rows: readonly HookPosition[]): string | null {
  const last = rows.length > A_PAGE ? rows[A_PAGE - 1] : undefined
  return last === undefined ? null : encodeCursor({ receivedAt: last.receivedAt.toString(), id: last.id })
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))
  } catch {
    return null
  }
}
