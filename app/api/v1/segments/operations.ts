import { z } from "zod"
import { idOf, type SegmentId } from "#lib/kernel/ids.ts"
import { editSegment } from "#lib/releases/edit-segment.ts"
import { removeSegment } from "#lib/releases/remove-segment.ts"
import { createSegment } from "#lib/subscribers/create-segment.ts"
import { createSegmentInput, editSegmentInput, segmentRule } from "#lib/subscribers/input.ts"
import { getSegment, listSegments, type Segment } from "#lib/subscribers/queries.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const segmentShown = z
  .object({
    id: z.uuid(),
    name: z.string(),
    rule: segmentRule,
    members: z.int().meta({ description: "Active subscribers who belong to it now" }),
    estimated: z.boolean().meta({ description: "Of more than 50,000 subscribers a sample is counted" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Segment" })

const oneSegment = z.object({ id: z.uuid().transform(idOf<SegmentId>) })

export const createSegmentOperation = operation({
  method: "post",
  path: "/api/v1/segments",
  act: "segment.write",
  summary: "Create a segment",
  body: createSegmentInput,
  answers: { 201: { description: "The segment", schema: segmentShown }, 409: { description: "`segment_exists`" } },
  run: async ({ deps, actor, body }) => {
    const id = await createSegment(deps, actor, body)
    return { status: 201, body: shown(await getSegment(deps.db, id)) }
  },
})

export const listSegmentsOperation = operation({
  method: "get",
  path: "/api/v1/segments",
  act: "segment.read",
  summary: "List segments by name",
  query: z.object(pageQuery),
  answers: { 200: { description: "Segments, each with its members as of now", schema: page(segmentShown) } },
  run: async ({ deps, query: { limit, cursor } }) => {
    const after = decodeCursor(cursor, z.object({ name: z.string() }))?.name ?? null
    const { items, nextCursor } = pageOf(await listSegments(deps.db, { after, limit: limit + 1 }), limit, ({ name }) => ({ name }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

export const getSegmentOperation = operation({
  method: "get",
  path: "/api/v1/segments/{id}",
  act: "segment.read",
  summary: "Show a segment",
  params: oneSegment,
  answers: { 200: { description: "The segment", schema: segmentShown } },
  run: async ({ deps, params: { id } }) => ({ status: 200, body: shown(await getSegment(deps.db, id)) }),
})

export const editSegmentOperation = operation({
  method: "patch",
  path: "/api/v1/segments/{id}",
  act: "segment.write",
  summary: "Edit a segment",
  description:
    "What is left out stays. The name stays while a release for it may still be launched, the rule while one is scheduled or launching.",
  params: oneSegment,
  body: editSegmentInput,
  answers: { 200: { description: "The segment", schema: segmentShown }, 409: { description: "`segment_exists`, `segment_in_use`" } },
  run: async ({ deps, actor, params: { id }, body }) => {
    await editSegment(deps, actor, { ...body, id })
    return { status: 200, body: shown(await getSegment(deps.db, id)) }
  },
})

export const removeSegmentOperation = operation({
  method: "delete",
  path: "/api/v1/segments/{id}",
  act: "segment.write",
  summary: "Remove a segment",
  description: "Its people stay. Refused while a release that is for it may still be launched.",
  params: oneSegment,
  answers: { 204: { description: "It is gone" }, 409: { description: "`segment_in_use`" } },
  run: async ({ deps, actor, params: { id } }) => {
    await removeSegment(deps, actor, id)
    return { status: 204 }
  },
})

function shown({ createdAt, members, ...segment }: Segment): z.input<typeof segmentShown> {
  return { ...segment, members: members.count, estimated: members.is !== "exact", createdAt: createdAt.toString() }
}
