import { z } from "zod"
import { idOf, type SegmentId } from "#lib/kernel/ids.ts"
import { createSegment } from "#lib/subscribers/create-segment.ts"
import { createSegmentInput, segmentRule } from "#lib/subscribers/input.ts"
import { getSegment, listSegments, type Segment } from "#lib/subscribers/queries.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const segmentShown = z
  .object({
    id: z.uuid(),
    name: z.string(),
    rule: segmentRule,
    members: z.int().meta({ description: "Active subscribers who belong to it now" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Segment" })

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
  params: z.object({ id: z.uuid().transform(idOf<SegmentId>) }),
  answers: { 200: { description: "The segment", schema: segmentShown } },
  run: async ({ deps, params: { id } }) => ({ status: 200, body: shown(await getSegment(deps.db, id)) }),
})

function shown({ createdAt, ...segment }: Segment): z.input<typeof segmentShown> {
  return { ...segment, createdAt: createdAt.toString() }
}
