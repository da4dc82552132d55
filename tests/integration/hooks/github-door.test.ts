import { randomUUID } from "node:crypto"
import { sql } from "drizzle-orm"
import fc from "fast-check"
import { expect, test } from "vitest"
import { isSignedByGitHub } from "#lib/hooks/hook-signature.ts"
import { processHookJob } from "#lib/hooks/jobs.ts"
import { processHook } from "#lib/hooks/process-hook.ts"
import { LostRace } from "#lib/jobs/run-job.ts"
import { idOf } from "#lib/kernel/ids.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { answerOf, deliveryOf, fromGitHub, HOOK_ENV, headersOf, settleHooks, signatureOf, unreleased } from "#tests/support/hook-steps.ts"
import { aWorld, openWorld } from "#tests/support/world.ts"
import { POST } from "../../../app/api/hooks/github/route.ts"
import { POST as redeliver } from "../../../app/api/v1/hook-deliveries/[id]/redeliver/route.ts"
import { GET as listDeliveries } from "../../../app/api/v1/hook-deliveries/route.ts"
import { PATCH as editRepository } from "../../../app/api/v1/repositories/[id]/route.ts"
import { GET as listRepositories } from "../../../app/api/v1/repositories/route.ts"
import { aMerge, aPush, aStatus } from "./github-events.ts"

const world = await aWorld(HOOK_ENV)
shareRuntime(world)

const HOOK = "/api/hooks/github"
const PUSH = JSON.stringify(aPush({ repository: "acme/door", before: "", commits: ["a"] }).payload)

function send(body: BodyInit, headers: Record<string, string | undefined> = {}) {
  const all = { ...headersOf(PUSH, { event: "push" }), ...headers }
  const kept = Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined))
  return answerOf(ask(POST, HOOK, { token: null, rawBody: body, headers: kept }))
}

async function countDeliveries(): Promise<number> {
  const [row] = await world.db.execute<{ count: string }>(sql`select count(*) from hook_deliveries`)
  return Number(row?.count)
}

test("GitHub's published vector is believed, and nothing else for the same body", () => {
  const [secret, body] = ["It's a Secret to Everybody", Buffer.from("Hello, World!")]
  const right = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
  expect(isSignedByGitHub(secret, body, right)).toBe(true)
  for (const wrong of [
    null,
    "",
    right.slice(7),
    right.replace("sha256", "sha1"),
    `${right}0`,
    right.slice(0, -1),
    right.replace(/7$/, "8"),
  ]) {
    expect(isSignedByGitHub(secret, body, wrong), String(wrong)).toBe(false)
  }
})

test.each([
  ["no signature", { "x-hub-signature-256": undefined }],
  ["only the old one", { "x-hub-signature-256": undefined, "x-hub-signature": "sha1=2fd4e1c67a2d28fced849ee1bb76e7391b93eb12" }],
  ["another secret's", { "x-hub-signature-256": signatureOf(PUSH, "another-secret-of-the-tests") }],
  ["another body's", { "x-hub-signature-256": signatureOf(`${PUSH} `) }],
])("with %s nothing is taken", async (_, headers) => {
  const before = await countDeliveries()
  const { status, body } = await send(PUSH, headers)
  expect([status, body.code]).toEqual([401, "bad_signature"])
  expect(await countDeliveries()).toBe(before)
})

test("the signature is one of the bytes as they came: other spaces are another body", async () => {
  const spaced = JSON.stringify(JSON.parse(PUSH), null, 1)
  expect((await send(spaced)).status).toBe(401)
  expect((await send(spaced, { "x-hub-signature-256": signatureOf(spaced) })).status).toBe(202)
})

test("a form with the JSON in it is read as GitHub sends it by default", async () => {
  const form = new URLSearchParams({ payload: PUSH }).toString()
  const headers = { "content-type": "application/x-www-form-urlencoded", "x-hub-signature-256": signatureOf(form) }
  expect((await send(form, headers)).status).toBe(202)
})

test.each([
  ["not JSON", "{"],
  ["not UTF-8", Buffer.from([0x22, 0xff, 0x22])],
  ["nothing", ""],
])("a body that is %s is answered 400", async (_, body) => {
  const answer = await send(body, { "x-hub-signature-256": signatureOf(body) })
  expect([answer.status, answer.body.code]).toEqual([400, "malformed"])
})

test("a payload of the wrong form is answered 422 with its places, and kept for people to see", async () => {
  const { status, body } = await fromGitHub({ event: "push", payload: { ref: 7, repository: { full_name: "acme/door" } } })
  expect(status).toBe(422)
  expect(body.errors).toEqual(
    expect.arrayContaining([expect.objectContaining({ path: "ref" }), expect.objectContaining({ path: "before" })]),
  )
  const list = await answerOf(ask(listDeliveries, "/api/v1/hook-deliveries?outcome=failed&repository=acme/door"))
  expect(list.body.items).toMatchObject([{ event: "push", outcome: "failed", canRedeliver: false }])
})

test("without a secret the hook is not configured, and says so to anybody", async () => {
  const bare = await openWorld()
  shareRuntime(bare)
  const { status, body } = await send(PUSH)
  shareRuntime(world)
  await bare.close()
  expect([status, body.code]).toEqual([503, "not_configured"])
})

test("a hundred copies of one delivery at once have one effect", async () => {
  const repository = "acme/hundred"
  const id = randomUUID()
  const push = aPush({ repository, before: "", commits: ["a", "b"] })
  const answers = await Promise.all(Array.from({ length: 100 }, () => fromGitHub({ ...push, id })))
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
  expect(answers.filter(({ body }) => body.outcome === "repeated")).toHaveLength(99)
  const taken = answers.find(({ status }) => status === 202)?.body.id
  const deliveryId = idOf<Parameters<typeof processHook>[1]["deliveryId"]>(String(taken))
  const runs = await Promise.allSettled(Array.from({ length: 5 }, () => processHook(world, { deliveryId })))
  expect(runs.filter((run) => run.status === "rejected" && run.reason instanceof LostRace)).toHaveLength(4)
  await settleHooks(world)
  await fromGitHub(aStatus({ repository, of: "b" }))
  await settleHooks(world)
  expect(await unreleased(world, repository)).toEqual(["a", "b"])
})

test(`${processHookJob.name} is promised in the commit that keeps the delivery`, async () => {
  const { body } = await fromGitHub(aPush({ repository: "acme/promised", before: "", commits: ["a"] }))
  const rows = await world.db.execute(sql`select from pgboss.job where name = ${processHookJob.name} and data->>'deliveryId' = ${body.id}`)
  expect(rows).toHaveLength(1)
})

test("what failed is taken again under the same id, and so is what a setting made us ignore", async () => {
  const [repository, id] = ["acme/again", randomUUID()]
  const status = { ...aStatus({ repository, of: "a" }), id }
  status.payload.deployment.environment = "x".repeat(101)
  expect((await fromGitHub(status)).status).toBe(422)
  status.payload.deployment.environment = "production"
  expect((await fromGitHub(status)).status).toBe(202)
})

test("a person mends the default branch, and what was ignored for it is processed after all", async () => {
  const repository = "acme/trunk"
  const { body: push } = await fromGitHub(aPush({ repository, before: "", commits: ["a"], branch: "trunk" }))
  await settleHooks(world)
  expect(await deliveryOf(world, push.id)).toMatchObject({ outcome: "ignored" })
  const { body: list } = await answerOf(ask(listRepositories, "/api/v1/repositories"))
  const known = (list.items as { id: string; name: string }[]).find(({ name }) => name === repository)
  await ask(editRepository, "/api/v1/repositories/x", {
    method: "PATCH",
    params: { id: known?.id ?? "" },
    body: { defaultBranch: "trunk" },
  })
  const again = await answerOf(ask(redeliver, "/api/v1/hook-deliveries/x/redeliver", { body: {}, params: { id: String(push.id) } }))
  expect([again.status, again.body.outcome]).toEqual([202, "received"])
  await settleHooks(world)
  expect(await deliveryOf(world, push.id)).toMatchObject({ outcome: "processed", reason: "1 commit added.", attempts: 2 })
})

test("what says nothing to us cannot be processed again", async () => {
  const { body: ping } = await fromGitHub({
    event: "ping",
    payload: { zen: "Design for failure.", repository: { full_name: "acme/door" } },
  })
  expect(ping).toMatchObject({ outcome: "ignored", reason: "GitHub can reach us: the hook is connected." })
  const again = await answerOf(ask(redeliver, "/api/v1/hook-deliveries/x/redeliver", { body: {}, params: { id: String(ping.id) } }))
  expect([again.status, again.body.code]).toEqual([409, "nothing_to_process"])
})

test("deliveries are listed by page, repository and outcome", async () => {
  const repository = "acme/listed"
  for (let at = 0; at < 5; at++) await fromGitHub(aMerge({ repository, number: at + 1, title: "x", merge: `m${at}`, merged: false }))
  const path = `/api/v1/hook-deliveries?repository=${repository}&outcome=ignored&limit=3`
  const first = await answerOf(ask(listDeliveries, path))
  const second = await answerOf(ask(listDeliveries, `${path}&cursor=${first.body.nextCursor}`))
  const items = [first, second].flatMap(({ body }) => body.items as { reason: string }[])
  expect(items.map(({ reason }) => reason.slice(0, 2))).toEqual(["#5", "#4", "#3", "#2", "#1"])
  expect(second.body.nextCursor).toBeNull()
})

test("a text that PostgreSQL would refuse is taken without what it refuses", async () => {
  const repository = "acme/odd"
  const push = aPush({ repository, before: "", commits: [{ name: "a", message: "feat: n\0ul and \ud800 half" }] })
  const status = aStatus({ repository, of: "a", state: "in\0active" })
  expect([(await fromGitHub(push)).status, (await fromGitHub(status)).status]).toEqual([202, 200])
  await settleHooks(world)
  await fromGitHub(aStatus({ repository, of: "a" }))
  await settleHooks(world)
  expect(await unreleased(world, repository)).toEqual(["nul and \ufffd half"])
})

test("no signed body of whatever kind is a fault of ours, at the door or when it is processed", async () => {
  const base = [
    aPush({ repository: "acme/fuzz", before: "", commits: ["a", "b"] }),
    aMerge({ repository: "acme/fuzz", number: 1, title: "x", merge: "m" }),
    aStatus({ repository: "acme/fuzz", of: "a" }),
  ]
  const places = fc.constantFrom(
    "ref",
    "before",
    "after",
    "commits",
    "head_commit",
    "repository",
    "pull_request",
    "deployment",
    "deployment_status",
  )
  const names = fc.constantFrom(
    "id",
    "sha",
    "message",
    "timestamp",
    "title",
    "body",
    "merged_at",
    "merge_commit_sha",
    "number",
    "environment",
    "state",
    "full_name",
    "pushed_at",
    "base",
    "labels",
    "user",
    "created_at",
    "author",
  )
  const values = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("\0", "\ud800", "a".repeat(300), -1, 1e300, "9999-99-99T99:99:99Z", [], {}, null, "0".repeat(40)),
  )
  await fc.assert(
    fc.asyncProperty(fc.nat(2), places, fc.option(names), values, async (which, place, name, value) => {
      const { event, payload } = structuredClone(base[which]) as { event: string; payload: Record<string, unknown> }
      const at = payload[place]
      const target = Array.isArray(at) ? at[0] : at
      if (name !== null && target !== null && typeof target === "object") Object.assign(target, { [name]: value })
      else payload[place] = value
      const { status } = await fromGitHub({ event, payload })
      expect([200, 202, 422]).toContain(status)
      await settleHooks(world)
    }),
    { numRuns: 200 },
  )
})
