import { z } from "zod"
import { DOCUMENT_KINDS } from "#lib/documents/document.ts"
import { idOf, type ReleaseId } from "#lib/kernel/ids.ts"
import { LAUNCH_STATES } from "#lib/launch/launch.ts"
import { editRelease } from "#lib/releases/edit-release.ts"
import { editReleaseInput, planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { getRelease, listReleases, type ReleaseView } from "#lib/releases/queries.ts"
import { RELEASE_STATES } from "#lib/releases/release.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

export const oneRelease = z.object({ id: z.uuid().transform(idOf<ReleaseId>) })

export const launchSummary = z.object({ id: z.uuid(), state: z.enum(LAUNCH_STATES) })

const releaseShown = z.object({
  id: z.uuid(),
  name: z.string().meta({ example: "The new editor" }),
  summary: z.string(),
  owner: z.string().nullable(),
  state: z.enum(RELEASE_STATES),
  mail: z.literal("none"),
  hold: z.string().meta({ description: "ISO 8601 duration", example: "PT5M" }),
  grace: z.string().meta({ description: "ISO 8601 duration", example: "PT1H" }),
  requires: z.array(z.enum(DOCUMENT_KINDS)),
  changes: z.array(z.object({ id: z.uuid(), title: z.string() })),
  flags: z.array(z.object({ flag: z.uuid(), enabled: z.boolean(), rollout: z.int() })),
  schedule: z.null(),
  launch: launchSummary.nullable().meta({ description: "The standing launch, or else the last one" }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})

export const planReleaseOperation = operation({
  method: "post",
  path: "/api/v1/releases",
  act: "release.plan",
  summary: "Plan a release",
  description: "Changes, flag targets and terms of one release. Nothing of it is public before its launch.",
  body: planReleaseInput,
  answers: { 201: { description: "The release", schema: releaseShown } },
  run: async ({ deps, actor, body }) => {
    const id = await planRelease(deps, actor, body)
    return { status: 201, body: shown(await getRelease(deps.db, id)) }
  },
})

const position = z.object({
  createdAt: z.string().transform((text) => Temporal.Instant.from(text)),
  id: z.uuid().transform(idOf<ReleaseId>),
})

export const listReleasesOperation = operation({
  method: "get",
  path: "/api/v1/releases",
  act: "release.read",
  summary: "List releases, the newest first",
  query: z.object({ ...pageQuery, state: z.enum(RELEASE_STATES).optional() }),
  answers: { 200: { description: "Releases", schema: page(releaseShown) } },
  run: async ({ deps, query: { limit, cursor, state } }) => {
    const rows = await listReleases(deps.db, { after: decodeCursor(cursor, position), limit: limit + 1, state })
    const { items, nextCursor } = pageOf(rows, limit, ({ createdAt, id }) => ({ createdAt: createdAt.toString(), id }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

export const getReleaseOperation = operation({
  method: "get",
  path: "/api/v1/releases/{id}",
  act: "release.read",
  summary: "Get a release",
  params: oneRelease,
  answers: { 200: { description: "The release", schema: releaseShown } },
  run: async ({ deps, params }) => ({ status: 200, body: shown(await getRelease(deps.db, params.id)) }),
})

export const editReleaseOperation = operation({
  method: "patch",
  path: "/api/v1/releases/{id}",
  act: "release.plan",
  summary: "Edit a release",
  description: "What is left out stays as it is. Refused with 409 while the release is launching or public.",
  params: oneRelease,
  body: editReleaseInput,
  answers: { 200: { description: "The release", schema: releaseShown } },
  run: async ({ deps, actor, params, body }) => {
    await editRelease(deps, actor, { ...body, id: params.id })
    return { status: 200, body: shown(await getRelease(deps.db, params.id)) }
  },
})

function shown({ holdSeconds, graceSeconds, createdAt, updatedAt, ...release }: ReleaseView) {
  return {
    ...release,
    mail: "none" as const,
    hold: durationOf(holdSeconds),
    grace: durationOf(graceSeconds),
    schedule: null,
    createdAt: createdAt.toString(),
    updatedAt: updatedAt.toString(),
  }
}

function durationOf(seconds: number): string {
  return Temporal.Duration.from({ seconds }).round({ largestUnit: "hours" }).toString()
}
