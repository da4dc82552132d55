import { randomUUID } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import examples from "@octokit/webhooks-examples"
import { expect, test } from "vitest"
import { listHookDeliveries } from "#lib/hooks/queries.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { answerOf, deliveryOf, fromGitHub, GITLAB_TOKEN, HOOK_ENV, settleHooks, unreleased } from "#tests/support/hook-steps.ts"
import { API_TOKEN, aWorld } from "#tests/support/world.ts"
import { POST as takeCDEvent } from "../../../app/api/hooks/cdevents/route.ts"
import { POST as takeFromGitLab } from "../../../app/api/hooks/gitlab/route.ts"

const world = await aWorld(HOOK_ENV)
shareRuntime(world)

const FOLDER = new URL("../../support/payloads/", import.meta.url).pathname
const payload = (name: string) => readFileSync(`${FOLDER}${name}.json`, "utf8")

type Example = { action?: string; ref?: string; deleted?: boolean; deployment_status?: { state: string } }

/** What may come of GitHub's own examples, none of which is a merge. */
function wantedOf(name: string, example: Example): string[] {
  if (name === "push") return !example.ref?.startsWith("refs/heads/") || example.deleted ? ["ignored"] : ["ignored", "processed"]
  return name === "deployment_status" && example.deployment_status?.state !== "inactive" ? ["processed"] : ["ignored"]
}

/** Nothing where it is as it has to be. */
async function complaintAbout(name: string, example: Example): Promise<object[]> {
  const answer = await fromGitHub({ event: name, payload: example })
  await settleHooks(world)
  const settled = await deliveryOf(world, answer.body.id)
  const wanted = wantedOf(name, example)
  const fits = settled !== undefined && wanted.includes(settled.outcome) && settled.reason !== null && answer.status < 300
  return fits ? [] : [{ name, action: example.action, answer, settled, wanted }]
}

test("each of GitHub's examples has the outcome it has to have, and none is a fault", async () => {
  const all = examples.flatMap(({ name, examples: some }) => some.map((example) => ({ name, example: example as Example })))
  expect(all.length).toBeGreaterThan(250)
  for (const { name, example } of all) expect(await complaintAbout(name, example)).toEqual([])
  const processed = await listHookDeliveries(world.db, { outcome: "processed", after: null, limit: 100 })
  expect(new Set(processed.map(({ event }) => event))).toEqual(
    new Set(["push", "deployment_status.success", "deployment_status.in_progress"]),
  )
})

const GITLAB_HEADERS = { "content-type": "application/json", "x-gitlab-token": GITLAB_TOKEN }

function fromGitLab(event: string, body: string, headers: Record<string, string> = {}) {
  const all = { ...GITLAB_HEADERS, "x-gitlab-event": event, "idempotency-key": randomUUID(), ...headers }
  return answerOf(ask(takeFromGitLab, "/api/hooks/gitlab", { token: null, rawBody: body, headers: all }))
}

async function outcomeOf(answer: { body: Record<string, unknown> }) {
  await settleHooks(world)
  const delivery = await deliveryOf(world, answer.body.id)
  return [delivery?.event, delivery?.repository, delivery?.outcome, delivery?.reason]
}

test.each([
  ["Push Hook", "gitlab.push", ["push", "mike/diaspora", "processed", "2 commits added."]],
  [
    "Merge Request Hook",
    "gitlab.merge_request",
    [expect.stringMatching(/^merge_request/), expect.any(String), "ignored", "Only a merge matters here."],
  ],
  [
    "Merge Request Hook",
    "gitlab.merge_request.merged",
    ["merge_request.merge", "gitlabhq/gitlab-test", "processed", "#1 is a change now."],
  ],
  [
    "Deployment Hook",
    "gitlab.deployment",
    ["deployment.success", "root/test-deployment-webhooks", "processed", "279484c in staging: success."],
  ],
  ["Pipeline Hook", "gitlab.pipeline", ["pipeline", expect.any(String), "ignored", expect.stringContaining("Curtain takes push")]],
  ["Release Hook", "gitlab.release", ["release", expect.any(String), "ignored", expect.stringContaining("Curtain takes push")]],
  [
    "Feature Flag Hook",
    "gitlab.feature_flag",
    ["feature_flag", expect.any(String), "ignored", expect.stringContaining("Curtain takes push")],
  ],
])("GitLab's %s %s", async (event, name, wanted) => {
  const answer = await fromGitLab(event, payload(name))
  expect(answer.status).toBeLessThan(300)
  expect(await outcomeOf(answer)).toEqual(wanted)
})

test("a merge request that was deployed is one change behind its flag", async () => {
  const deployment = {
    ...JSON.parse(payload("gitlab.deployment")),
    environment: "production",
    project: JSON.parse(payload("gitlab.merge_request")).project,
  }
  await outcomeOf(await fromGitLab("Deployment Hook", JSON.stringify(deployment)))
  expect(await unreleased(world, "gitlabhq/gitlab-test")).toEqual(["MS-Viewport"])
})

test("GitLab's retry of a delivery is the same delivery", async () => {
  const headers = { "idempotency-key": "the-same-key" }
  const [first, second] = [
    await fromGitLab("Push Hook", payload("gitlab.push"), headers),
    await fromGitLab("Push Hook", payload("gitlab.push"), headers),
  ]
  expect([first.status, second.body.outcome]).toEqual([202, "repeated"])
})

test.each<[string, Record<string, string | undefined>]>([
  ["no token", { "x-gitlab-token": undefined }],
  ["a wrong token", { "x-gitlab-token": `${GITLAB_TOKEN}x` }],
  ["a right token beside a signature that does not fit", { "webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA" }],
])("with %s nothing is taken from GitLab", async (_, given) => {
  const headers = Object.fromEntries(
    Object.entries({ ...GITLAB_HEADERS, "x-gitlab-event": "Push Hook", "idempotency-key": "x", ...given }).filter(
      ([, value]) => value !== undefined,
    ),
  )
  const answer = await answerOf(
    ask(takeFromGitLab, "/api/hooks/gitlab", { token: null, rawBody: "{}", headers: headers as Record<string, string> }),
  )
  expect([answer.status, answer.body.code]).toEqual([401, "bad_signature"])
})

test("a signature of Standard Webhooks is believed without a token", async () => {
  const { Webhook } = await import("standardwebhooks")
  const [body, id, now] = [payload("gitlab.deployment"), randomUUID(), new Date()]
  const signature = new Webhook(GITLAB_TOKEN).sign(id, now, body)
  const headers = {
    "x-gitlab-token": "",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": signature,
  }
  expect((await fromGitLab("Deployment Hook", body, headers)).status).toBe(202)
  expect((await fromGitLab("Deployment Hook", `${body} `, { ...headers, "idempotency-key": "other" })).status).toBe(401)
})

const CDEVENTS = readdirSync(FOLDER).filter((name) => name.startsWith("cdevents."))

type CDEvent = { context: { id: string; source: string; type: string; timestamp: string }; subject: { id: string }; customData?: object }

function sendCDEvent(event: CDEvent, form: "binary" | "structured", token: string | null = API_TOKEN) {
  const { id, source, type, timestamp: time } = event.context
  const binary = { "ce-specversion": "1.0", "ce-id": id, "ce-source": source, "ce-type": type, "ce-time": time }
  const [headers, body] =
    form === "binary"
      ? [{ ...binary, "content-type": "application/json" }, event]
      : [
          { "content-type": "application/cloudevents+json" },
          { specversion: "1.0", id, source, type, time, datacontenttype: "application/json", data: event },
        ]
  return answerOf(ask(takeCDEvent, "/api/hooks/cdevents", { token, rawBody: JSON.stringify(body), headers }))
}

test.each(CDEVENTS)("%s is taken and ignored, with the reason", async (name) => {
  const event = JSON.parse(readFileSync(`${FOLDER}${name}`, "utf8"))
  event.context.id = randomUUID()
  const answer = await sendCDEvent(event, "structured")
  expect(answer.body).toMatchObject({ outcome: "ignored", reason: expect.stringMatching(/^(Curtain takes|It names no commit)/) })
})

test.each(["binary", "structured"] as const)("a service that was deployed is a deployment, %s", async (form) => {
  const event = JSON.parse(payload("cdevents.service_deployed"))
  event.context.id = randomUUID()
  event.customData = { repository: `acme/${form}`, sha: "8f14e45fceea167a5a36dedd4bea2543aabbccdd", url: "https://ci.acme.example/9" }
  const answer = await sendCDEvent(event, form)
  expect(await outcomeOf(answer)).toEqual(["service.deployed", `acme/${form}`, "processed", "8f14e45 in test123: success."])
  expect((await sendCDEvent(event, form)).body).toEqual({ outcome: "repeated" })
})

test("a commit can be named by the artifact, and a rollback is one", async () => {
  const event = JSON.parse(payload("cdevents.service_rolledback"))
  event.context.id = randomUUID()
  event.subject.content.artifactId = "pkg:github/acme/named@8f14e45fceea167a5a36dedd4bea2543aabbccdd"
  expect(await outcomeOf(await sendCDEvent(event, "binary"))).toEqual(["service.rolledback", "acme/named", "processed", expect.any(String)])
})

test("CDEvents need a token, and one that is no event says so", async () => {
  const event = JSON.parse(payload("cdevents.service_deployed"))
  expect((await sendCDEvent(event, "binary", null)).status).toBe(401)
  const plain = await answerOf(ask(takeCDEvent, "/api/hooks/cdevents", { body: event }))
  expect([plain.status, JSON.stringify(plain.body.errors)]).toEqual([422, expect.stringContaining("This is no CloudEvent")])
})
