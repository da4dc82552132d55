import { z } from "zod"
import { idOf, type LaunchId } from "#lib/kernel/ids.ts"
import { type BeginLaunchOutcome, beginLaunch } from "#lib/launch/begin-launch.ts"
import { FLIP_STATES } from "#lib/launch/flip.ts"
import { LAUNCH_STATES, type Launch } from "#lib/launch/launch.ts"
import { getLaunch, listFlips, listSteps } from "#lib/launch/queries.ts"
import { readReadiness } from "#lib/launch/read-readiness.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { exposure } from "../../exposure.ts"
import { operation } from "../../operation.ts"
import { launchSummary, oneRelease } from "../releases/operations.ts"

const checks = z.array(
  z.object({ check: z.string().meta({ example: "approval" }), status: z.enum(["pass", "warn", "block"]), evidence: z.string() }),
)

const flip = z.object({
  flag: z.object({ id: z.uuid(), key: z.string(), environment: z.string(), connection: z.string() }),
  before: exposure,
  desired: exposure,
  observed: exposure.nullable(),
  state: z.enum(FLIP_STATES),
})

const counted = z.int().min(0)

const launchShown = z.object({
  id: z.uuid(),
  release: z.uuid(),
  state: z.enum(LAUNCH_STATES),
  releasedAt: z.iso.datetime().nullable().meta({ description: "The moment" }),
  siteRevision: z.int().nullable(),
  flips: z.array(flip),
  mail: z.object({
    candidates: counted,
    excluded: counted,
    pending: counted,
    accepted: counted,
    failed: counted,
    unknown: counted,
    cancelled: counted,
  }),
  steps: z.array(z.object({ name: z.string(), at: z.iso.datetime(), detail: z.record(z.string(), z.unknown()) })),
})

/** A release that sends no mail has nobody to count. */
const NO_MAIL = { candidates: 0, excluded: 0, pending: 0, accepted: 0, failed: 0, unknown: 0, cancelled: 0 }

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
  answers: { 202: { description: "The launch", schema: z.object({ launch: launchSummary }) } },
  repeatable: "by itself",
  run: async ({ deps, actor, params, body }) => {
    const { launch } = await recallLaunch(deps, actor, { releaseId: params.id, reason: body.reason })
    return { status: 202, body: { launch: summary(launch) } }
  },
})

export const getLaunchOperation = operation({
  method: "get",
  path: "/api/v1/launches/{id}",
  act: "launch.read",
  summary: "How a launch goes on",
  params: z.object({ id: z.uuid().transform(idOf<LaunchId>) }),
  answers: { 200: { description: "State, flips and every step with its time", schema: launchShown } },
  run: async ({ deps, params }) => {
    const launch = await getLaunch(deps.db, params.id)
    const flips = await listFlips(deps.db, launch.id)
    const steps = (await listSteps(deps.db, launch.id)).map((step) => ({ ...step, at: step.at.toString() }))
    const { id, releaseId, state, releasedAt, siteRevision } = launch
    return {
      status: 200,
      body: { id, release: releaseId, state, releasedAt: releasedAt?.toString() ?? null, siteRevision, flips, mail: NO_MAIL, steps },
    }
  },
})

function replyTo(outcome: BeginLaunchOutcome) {
  switch (outcome.is) {
    case "begun":
      return { status: 202 as const, body: { launch: summary(outcome.launch) } }
    case "blocked": {
      const open = outcome.report.checks.filter((check) => check.status === "block")
      const detail = `The release is not ready, and nothing was changed. ${open.map((check) => check.evidence).join(" ")}`
      return { status: 409 as const, problem: { code: "not_ready", detail, checks: outcome.report.checks } }
    }
  }
}

function summary({ id, state }: Launch) {
  return { id, state }
}
