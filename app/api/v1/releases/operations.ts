import { z } from "zod"
import { DOCUMENT_KINDS } from "#lib/documents/document.ts"
import { idOf, type ReleaseId } from "#lib/kernel/ids.ts"
import { DRIFT_KINDS } from "#lib/launch/drift.ts"
import { LAUNCH_STATES } from "#lib/launch/launch.ts"
import { editRelease } from "#lib/releases/edit-release.ts"
import { editReleaseInput, planReleaseInput, scheduleInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { getRelease, listReleases, type ReleaseView } from "#lib/releases/queries.ts"
import { RELEASE_MAIL, RELEASE_STATES } from "#lib/releases/release.ts"
import type { Schedule } from "#lib/releases/schedule.ts"
import { scheduleRelease } from "#lib/releases/schedule-release.ts"
import { unscheduleRelease } from "#lib/releases/unschedule-release.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

export const oneRelease = z.object({ id: z.uuid().transform(idOf<ReleaseId>) })

export const launchSummary = z.object({ id: z.uuid(), state: z.enum(LAUNCH_STATES) })

const scheduleShown = z.object({
  at: z.string().meta({ description: "Date and time on the clocks of that zone, as it was asked for", example: "2026-12-01T09:00" }),
  timeZone: z.string().meta({ example: "Europe/Berlin" }),
  instant: z.iso.datetime().meta({ description: "What that is by the zone's present rules", example: "2026-12-01T08:00:00Z" }),
  version: z.int().meta({ description: "Grows with every schedule the release ever had" }),
})

const releaseShown = z.object({
  id: z.uuid(),
  name: z.string().meta({ example: "The new editor" }),
  summary: z.string(),
  owner: z.string().nullable(),
  state: z.enum(RELEASE_STATES),
  mail: z.enum(RELEASE_MAIL).meta({ description: "Whether its launch mails the subscribers" }),
  corrects: z.uuid().nullable().meta({ description: "The recalled launch whose readers this release writes to" }),
  audience: z
    .object({ topics: z.array(z.string()).nullable(), segment: z.uuid().nullable() })
    .meta({ description: "Whom its launch mails: followers of these topics who belong to this segment; null narrows nothing" }),
  hold: z.string().meta({ description: "ISO 8601 duration", example: "PT5M" }),
  grace: z.string().meta({ description: "ISO 8601 duration", example: "PT1H" }),
  patience: z.string().meta({ description: "ISO 8601 duration", example: "PT2M" }),
  requires: z.array(z.enum(DOCUMENT_KINDS)),
  changes: z.array(z.object({ id: z.uuid(), title: z.string() })),
  flags: z.array(z.object({ flag: z.uuid(), enabled: z.boolean(), rollout: z.int() })),
  schedule: scheduleShown.nullable(),
  heldBecause: z.string().nullable().meta({ description: "Why a scheduled launch did not start and waits for a person" }),
  launch: launchSummary.nullable().meta({ description: "The standing launch, or else the last one" }),
  drift: z
    .array(z.object({ kind: z.enum(DRIFT_KINDS), expected: z.string(), seen: z.string(), noticedAt: z.iso.datetime() }))
    .meta({ description: "What is no longer as the release left it" }),
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
  description: "What is left out stays as it is. Refused with 409 while the release is scheduled, launching or public.",
  params: oneRelease,
  body: editReleaseInput,
  answers: { 200: { description: "The release", schema: releaseShown } },
  run: async ({ deps, actor, params, body }) => {
    await editRelease(deps, actor, { ...body, id: params.id })
    return { status: 200, body: shown(await getRelease(deps.db, params.id)) }
  },
})

export const scheduleReleaseOperation = operation({
  method: "post",
  path: "/api/v1/releases/{id}/schedule",
  act: "launch.begin",
  summary: "Schedule a release",
  description:
    "The clock launches it: never before its time, and up to its grace later. Until then its documents, flags and changes are locked. A time that clocks skip means the first instant after the gap, one that they show twice the first of the two. Scheduling again replaces.",
  params: oneRelease,
  body: scheduleInput,
  answers: {
    201: { description: "The schedule", schema: scheduleShown },
    200: { description: "The schedule that replaced the one before", schema: scheduleShown },
  },
  run: async ({ deps, actor, params, body }) => {
    const { is, schedule } = await scheduleRelease(deps, actor, { ...body, releaseId: params.id })
    return { status: is === "scheduled" ? (201 as const) : (200 as const), body: shownSchedule(schedule) }
  },
})

export const unscheduleReleaseOperation = operation({
  method: "delete",
  path: "/api/v1/releases/{id}/schedule",
  act: "launch.begin",
  summary: "Withdraw the schedule of a release",
  description:
    "The release is a plan again, also where it was held. Without a schedule this changes nothing. Refused with 409 once the launch has begun.",
  params: oneRelease,
  answers: { 204: { description: "No clock launches it" } },
  run: async ({ deps, actor, params }) => {
    await unscheduleRelease(deps, actor, { releaseId: params.id })
    return { status: 204 }
  },
})

function shown(view: ReleaseView) {
  const { holdSeconds, graceSeconds, patienceSeconds, schedule, topics, segmentId, releasedAt: _, createdAt, updatedAt, ...release } = view
  return {
    ...release,
    audience: { topics, segment: segmentId },
    hold: durationOf(holdSeconds),
    grace: durationOf(graceSeconds),
    patience: durationOf(patienceSeconds),
    schedule: schedule === null ? null : shownSchedule(schedule),
    drift: release.drift.map((one) => ({ ...one, noticedAt: one.noticedAt.toString() })),
    createdAt: createdAt.toString(),
    updatedAt: updatedAt.toString(),
  }
}

function shownSchedule({ instant, ...schedule }: Schedule) {
  return { ...schedule, instant: instant.toString() }
}

function durationOf(seconds: number): string {
  return Temporal.Duration.from({ seconds }).round({ largestUnit: "hours" }).toString()
}
