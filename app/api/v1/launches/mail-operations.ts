import { z } from "zod"
import { DELIVERY_STATES, FEEDBACKS } from "#lib/delivery/delivery.ts"
import { listDeliveries } from "#lib/delivery/queries.ts"
import { idOf, type LaunchId, type SubscriberId } from "#lib/kernel/ids.ts"
import { pauseLaunch } from "#lib/launch/pause-launch.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { resumeLaunch } from "#lib/launch/resume-launch.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"
import { launchSummary } from "../releases/operations.ts"

const oneLaunch = z.object({ id: z.uuid().transform(idOf<LaunchId>) })

export const pauseLaunchOperation = operation({
  method: "post",
  path: "/api/v1/launches/{id}/pause",
  act: "launch.recall",
  summary: "Hold a launch's mail back",
  description: "The release stays public. Batches that are under way at this moment still go: a few hundred mails at most.",
  params: oneLaunch,
  answers: { 202: { description: "The launch", schema: z.object({ launch: launchSummary }) } },
  run: async ({ deps, actor, params }) => {
    const { id, state } = await pauseLaunch(deps, actor, params)
    return { status: 202, body: { launch: { id, state } } }
  },
})

export const resumeLaunchOperation = operation({
  method: "post",
  path: "/api/v1/launches/{id}/resume",
  act: "launch.recall",
  summary: "Let a launch's mail go on",
  description: "After a pause of your own, or after it had stopped itself. What bounced until now no longer counts towards the next stop.",
  params: oneLaunch,
  answers: { 202: { description: "The launch", schema: z.object({ launch: launchSummary }) } },
  run: async ({ deps, actor, params }) => {
    const { id, state } = await resumeLaunch(deps, actor, params)
    return { status: 202, body: { launch: { id, state } } }
  },
})

const deliveryShown = z.object({
  subscriber: z
    .object({ id: z.uuid(), email: z.string(), name: z.string().nullable() })
    .nullable()
    .meta({ description: "Null where they have asked to be erased" }),
  state: z.enum(DELIVERY_STATES),
  reason: z.string().nullable().meta({ description: "Why it was excluded, failed or is unknown" }),
  feedback: z.enum(FEEDBACKS).nullable().meta({ description: "What the provider told later" }),
  at: z.iso.datetime(),
})

const position = z.object({ id: z.uuid().transform(idOf<SubscriberId>) })

export const listDeliveriesOperation = operation({
  method: "get",
  path: "/api/v1/launches/{id}/deliveries",
  act: "delivery.read",
  summary: "Who was mailed by a launch, and who was not",
  description: "`state=accepted` and `state=unknown` together are who was mailed, or may have been, when a release is recalled.",
  params: oneLaunch,
  query: z.object({ ...pageQuery, state: z.enum(DELIVERY_STATES).optional() }),
  answers: { 200: { description: "Deliveries", schema: page(deliveryShown) } },
  run: async ({ deps, params, query: { limit, cursor, state } }) => {
    const launch = await getLaunch(deps.db, params.id)
    const after = decodeCursor(cursor, position)?.id ?? null
    const states = state === undefined ? DELIVERY_STATES : [state]
    const rows = await listDeliveries(deps.db, launch.id, { states, after, limit: limit + 1 })
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => ({ id }))
    return { status: 200, body: { items: items.map(({ id: _, movedAt, ...shown }) => ({ ...shown, at: movedAt.toString() })), nextCursor } }
  },
})
