import { z } from "zod"
import { findPlan } from "#lib/delivery/queries.ts"
import { idOf, type LaunchId } from "#lib/kernel/ids.ts"
import { type BeginLaunchOutcome, beginLaunch } from "#lib/launch/begin-launch.ts"
import { DRIFT_KINDS } from "#lib/launch/drift.ts"
import { FLIP_STATES } from "#lib/launch/flip.ts"
import { LAUNCH_STATES, type Launch } from "#lib/launch/launch.ts"
import { getLaunch, listDrift, listFlips, listSteps } from "#lib/launch/queries.ts"
import { readReadiness } from "#lib/launch/read-readiness.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { retryLaunch } from "#lib/launch/retry-launch.ts"
import { stopLaunch } from "#lib/launch/stop-launch.ts"
import type { Runtime } from "#lib/runtime.ts"
import { exposure } from "../../exposure.ts"
import { operation } from "../../operation.ts"
import { launchSummary, oneRelease } from "../releases/operations.ts"
import { mailShown, showMail } from "./launch-mail.ts"

const checks = z.array(
  z.object({
    check: z.string().meta({ example: "approval" }),
    status: z.enum(["pass", "warn", "block"]),
    evidence: z.string(),
    transient: z
      .literal(true)
      .optional()
      .meta({ description: "Looking again may find it passed: a service does not answer for the moment" }),
  }),
)

const counted = z.int().min(0)
const when = z.iso.datetime()

const flip = z.object({
  flag: z.object({ id: z.uuid(), key: z.string(), environment: z.string(), connection: z.string() }),
  before: exposure,
  desired: exposure,
  observed: exposure.nullable(),
  state: z.enum(FLIP_STATES),
  attempts: counted,
  trouble: z.string().nullable().meta({ description: "What the last attempt met with, or why the flag was left alone" }),
  attemptedAt: when.nullable(),
  appliedAt: when.nullable(),
  restoredAt: when.nullable(),
})

const driftShown = z.object({
  kind: z.enum(DRIFT_KINDS),
  subject: z.uuid().meta({ description: "The flag or the change" }),
  expected: z.string(),
  seen: z.string(),
  noticedAt: when,
})

const launchShown = z.object({
  id: z.uuid(),
  release: z.uuid(),
  state: z.enum(LAUNCH_STATES),
  interrupted: z.enum(LAUNCH_STATES).nullable().meta({ description: "What `attention` interrupted" }),
  begunAt: when,
  patientUntil: when.meta({ description: "Until when flag services may make it wait; then everything is put back" }),
  holdUntil: when.nullable().meta({ description: "Until when what cannot be undone waits" }),
  releasedAt: when.nullable().meta({ description: "The moment" }),
  siteRevision: z.int().nullable(),
  flips: z.array(flip),
  drift: z.array(driftShown).meta({ description: "What is no longer as the release left it" }),
  mail: mailShown,
  steps: z.array(z.object({ name: z.string(), at: when, detail: z.record(z.string(), z.unknown()) })),
})

const mailed = z
  .object({ accepted: counted, unknown: counted, pending: counted })
  .meta({ description: "How many were mailed, or may have been; a batch that is under way may still go. `/deliveries` lists them" })

const oneLaunch = z.object({ id: z.uuid().transform(idOf<LaunchId>) })

export const readinessOperation = operation({
  method: "get",
  path: "/api/v1/releases/{id}/readiness",
  act: "release.read",
  summary: "What stands between a release and its launch",
  description: "Evaluated now, on current rows. A launch evaluates it again, under lock.",
  params: oneRelease,
  answers: { 200: { description: "Every check, with its evidence", schema: z.object({ ready: z.boolean(), checks }) } },
  run: async ({ deps, actor, params }) => {
    const report = await readReadiness(deps, actor, { releaseId: params.id })
    return { status: 200, body: { ready: report.is === "ready", checks: report.checks } }
  },
})

export const beginLaunchOperation = operation({
  method: "post",
  path: "/api/v1/releases/{id}/launch",
  act: "launch.begin",
  summary: "Launch a release",
  description:
    "Begins the launch and answers at once; GET /api/v1/launches/{id} tells how it goes on. Asked again, it answers with the same launch.",
  params: oneRelease,
  answers: {
    202: { description: "The launch, begun now or before", schema: z.object({ launch: launchSummary }) },
    409: { description: "Not ready (`not_ready`): nothing was changed", schema: z.object({ checks }) },
  },
  repeatable: "by itself",
  run: async ({ deps, actor, params }) => replyTo(await beginLaunch(deps, actor, { releaseId: params.id })),
})

export const recallOperation = operation({
  method: "post",
  path: "/api/v1/releases/{id}/recall",
  act: "launch.recall",
  summary: "Take a release back",
  description: "Withdraws its content and restores its flags. Before the moment it stops the launch instead, and nothing becomes public.",
  params: oneRelease,
  body: z.strictObject({ reason: z.string().trim().min(1).max(1000).optional() }).default({}),
  answers: {
    202: { description: "The launch, and whom nothing can take it back from", schema: z.object({ launch: launchSummary, mailed }) },
  },
  repeatable: "by itself",
  run: async ({ deps, actor, params, body }) => {
    const { launch } = await recallLaunch(deps, actor, { releaseId: params.id, reason: body.reason })
    return { status: 202, body: { launch: summary(launch), mailed: await mailedBy(deps, launch.id) } }
  },
})

export const getLaunchOperation = operation({
  method: "get",
  path: "/api/v1/launches/{id}",
  act: "launch.read",
  summary: "How a launch goes on",
  params: oneLaunch,
  answers: { 200: { description: "State, flips and every step with its time", schema: launchShown } },
  run: async ({ deps, params }) => ({ status: 200, body: await show(deps, await getLaunch(deps.db, params.id)) }),
})

export const stopLaunchOperation = operation({
  method: "post",
  path: "/api/v1/launches/{id}/stop",
  act: "launch.recall",
  summary: "Stop a launch",
  description:
    "Before the moment every flag is put back and nothing becomes public. Within the hold the release stays public, and nothing is sent. " +
    "Later it answers `not_stoppable`: recall the release instead.",
  params: oneLaunch,
  answers: { 202: { description: "The launch", schema: z.object({ launch: launchSummary }) } },
  run: async ({ deps, actor, params }) => ({ status: 202, body: { launch: summary(await stopLaunch(deps, actor, params)) } }),
})

export const retryLaunchOperation = operation({
  method: "post",
  path: "/api/v1/launches/{id}/retry",
  act: "launch.recall",
  summary: "Take up a launch that waits for a person",
  description:
    "It goes on where it was interrupted. With `leave_alone`, flags that could not be put back stay as they are and are listed so.",
  params: oneLaunch,
  body: z.strictObject({ flags: z.enum(["restore", "leave_alone"]).default("restore") }).default({ flags: "restore" }),
  answers: { 202: { description: "The launch", schema: z.object({ launch: launchSummary }) } },
  run: async ({ deps, actor, params, body }) => ({
    status: 202,
    body: { launch: summary(await retryLaunch(deps, actor, { ...params, ...body })) },
  }),
})

async function show(deps: Pick<Runtime, "db" | "clock">, launch: Launch): Promise<z.input<typeof launchShown>> {
  const { id, releaseId, state, interrupted, siteRevision } = launch
  const [flips, steps, drift] = [await listFlips(deps.db, id), await listSteps(deps.db, id), await listDrift(deps.db, id)]
  return {
    ...{ id, release: releaseId, state, interrupted, siteRevision },
    begunAt: launch.begunAt.toString(),
    patientUntil: launch.patientUntil.toString(),
    holdUntil: textOf(launch.holdUntil),
    releasedAt: textOf(launch.releasedAt),
    flips: flips.map((one) => ({
      ...one,
      attemptedAt: textOf(one.attemptedAt),
      appliedAt: textOf(one.appliedAt),
      restoredAt: textOf(one.restoredAt),
    })),
    drift: drift.map((one) => ({ ...one, noticedAt: one.noticedAt.toString() })),
    mail: showMail(await findPlan(deps.db, id), deps.clock.now()),
    steps: steps.map((step) => ({ ...step, at: step.at.toString() })),
  }
}

async function mailedBy(deps: Pick<Runtime, "db" | "clock">, id: LaunchId): Promise<z.input<typeof mailed>> {
  const { accepted, unknown, pending } = showMail(await findPlan(deps.db, id), deps.clock.now())
  return { accepted, unknown, pending }
}

function textOf(instant: Temporal.Instant | null): string | null {
  return instant?.toString() ?? null
}

function replyTo(outcome: BeginLaunchOutcome) {
  switch (outcome.is) {
    case "begun":
      return { status: 202 as const, body: { launch: summary(outcome.launch) } }
    case "blocked": {
      const open = outcome.report.checks.filter((check) => check.status === "block")
      const detail = `The release is not ready, and nothing was changed. ${open.map((check) => check.evidence).join(" ")}`
      return { status: 409 as const, problem: { code: "not_ready", detail, checks: outcome.report.checks } }
    }
    default:
      throw new Error(`a launch by hand has no clock to wait for, yet it is ${outcome.is}`)
  }
}

function summary({ id, state }: Launch) {
  return { id, state }
}
