import { z } from "zod"
import { instant, repositoryName } from "#lib/changes/input.ts"
import { HOOK_OUTCOMES, HOOK_SOURCES, type HookDelivery } from "#lib/hooks/hook-delivery.ts"
import { getHookDelivery, listHookDeliveries } from "#lib/hooks/queries.ts"
import { redeliverHook } from "#lib/hooks/redeliver-hook.ts"
import { type HookDeliveryId, idOf } from "#lib/kernel/ids.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const deliveryShown = z
  .object({
    id: z.uuid(),
    source: z.enum(HOOK_SOURCES),
    deliveryId: z.string().meta({ description: "The sender's own id of it" }),
    event: z.string().meta({ example: "pull_request.closed" }),
    repository: z.string().nullable().meta({ example: "acme/shop" }),
    outcome: z
      .enum(HOOK_OUTCOMES)
      .meta({ description: "received: on its way. processed, ignored, failed: `reason` says what came of it, or why" }),
    reason: z.string().nullable(),
    canRedeliver: z.boolean(),
    attempts: z.int(),
    receivedAt: z.iso.datetime(),
    settledAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "HookDelivery" })

const id = z.uuid().transform(idOf<HookDeliveryId>)
const oneDelivery = z.object({ id })
const position = z.object({ receivedAt: instant, id })

export const listHookDeliveriesOperation = operation({
  method: "get",
  path: "/api/v1/hook-deliveries",
  act: "hook.read",
  summary: "List what arrived through hooks, the newest first",
  query: z.object({
    ...pageQuery,
    repository: repositoryName.optional(),
    source: z.enum(HOOK_SOURCES).optional(),
    outcome: z.enum(HOOK_OUTCOMES).optional(),
  }),
  answers: { 200: { description: "Deliveries, with what came of each", schema: page(deliveryShown) } },
  run: async ({ deps, query: { limit, cursor, ...filter } }) => {
    const rows = await listHookDeliveries(deps.db, { ...filter, after: decodeCursor(cursor, position), limit: limit + 1 })
    const { items, nextCursor } = pageOf(rows, limit, (row) => ({ receivedAt: row.receivedAt.toString(), id: row.id }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

export const getHookDeliveryOperation = operation({
  method: "get",
  path: "/api/v1/hook-deliveries/{id}",
  act: "hook.read",
  summary: "Show what arrived",
  params: oneDelivery,
  answers: { 200: { description: "The delivery", schema: deliveryShown } },
  run: async ({ deps, params }) => ({ status: 200, body: shown(await getHookDelivery(deps.db, params.id)) }),
})

export const redeliverHookOperation = operation({
  method: "post",
  path: "/api/v1/hook-deliveries/{id}/redeliver",
  act: "hook.redeliver",
  summary: "Process a delivery again",
  description: "As if it arrived once more: after a setting was mended. Doing so twice changes nothing twice.",
  params: oneDelivery,
  answers: {
    202: { description: "It is on its way", schema: deliveryShown },
    409: { description: "`nothing_to_process`: it says nothing that Curtain takes" },
  },
  run: async ({ deps, actor, params }) => {
    await redeliverHook(deps, actor, params.id)
    return { status: 202, body: shown(await getHookDelivery(deps.db, params.id)) }
  },
})

function shown({ receivedAt, settledAt, ...delivery }: HookDelivery) {
  return { ...delivery, receivedAt: receivedAt.toString(), settledAt: settledAt?.toString() ?? null }
}
