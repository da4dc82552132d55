import { describe, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { ask, type Question } from "#tests/support/ask.ts"
import { secondsAhead } from "#tests/support/schedule-steps.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { PATCH as patchDocument } from "../../../app/api/v1/documents/[id]/route.ts"
import { POST as launchRelease } from "../../../app/api/v1/releases/[id]/launch/route.ts"
import { GET as getRelease, PATCH as patchRelease } from "../../../app/api/v1/releases/[id]/route.ts"
import { POST as schedule, DELETE as unschedule } from "../../../app/api/v1/releases/[id]/schedule/route.ts"
import { GET as listReleases, POST as planRelease } from "../../../app/api/v1/releases/route.ts"

const world = await aWorld()
shareRuntime(world)

const NINE = { at: "2999-12-01T09:00", timeZone: "Europe/Berlin" }

async function answerOf(asked: Promise<Response>) {
  const response = await asked
  const text = await response.text()
  return { status: response.status, body: text === "" ? null : JSON.parse(text), replayed: response.headers.get("idempotent-replay") }
}

function about(handler: typeof schedule, id: string, question: Question & { method: string }) {
  return answerOf(ask(handler, `/api/v1/releases/${id}/schedule`, { params: { id }, ...question }))
}

const post = (id: string, body: unknown, question: Question = {}) => about(schedule, id, { method: "POST", body, ...question })
const remove = (id: string, question: Question = {}) => about(unschedule, id, { method: "DELETE", ...question })
const get = (id: string) => answerOf(ask(getRelease, `/api/v1/releases/${id}`, { params: { id } }))

test("a schedule is answered 201 with its instant, and the release carries it until it is withdrawn", async () => {
  const { id } = await aRelease(world)
  expect((await get(id)).body).toMatchObject({ state: "planned", schedule: null, heldBecause: null })
  const expected = { ...NINE, instant: "2999-12-01T08:00:00Z", version: 1 }
  expect(await post(id, NINE)).toMatchObject({ status: 201, body: expected })
  expect((await get(id)).body).toMatchObject({ state: "scheduled", schedule: expected })
  const list = await answerOf(ask(listReleases, "/api/v1/releases?state=scheduled"))
  expect(list.body.items).toMatchObject([{ id, schedule: expected }])
  expect(await remove(id)).toMatchObject({ status: 204, body: null })
  expect((await get(id)).body).toMatchObject({ state: "planned", schedule: null })
  expect((await remove(id)).status).toBe(204)
})

test("scheduling again is answered 200 and replaces; the same request under one key is done once", async () => {
  const { id } = await aRelease(world)
  await post(id, NINE)
  const headers = { "idempotency-key": "schedule-it" }
  const once = await post(id, { ...NINE, at: "2998-12-01T09:00:30" }, { headers })
  expect(once).toMatchObject({ status: 200, body: { at: "2998-12-01T09:00:30", instant: "2998-12-01T08:00:30Z", version: 2 } })
  const twice = await post(id, { ...NINE, at: "2998-12-01T09:00:30" }, { headers })
  expect(twice).toMatchObject({ status: 200, body: once.body, replayed: "true" })
})

test("a gap and a fold of the clocks are answered by our rule", async () => {
  const { id } = await aRelease(world)
  expect((await post(id, { at: "2030-03-31T02:30", timeZone: "Europe/Berlin" })).body.instant).toBe("2030-03-31T01:00:00Z")
  expect((await post(id, { at: "2030-10-27T02:30", timeZone: "Europe/Berlin" })).body.instant).toBe("2030-10-27T00:30:00Z")
})

describe("what is refused with 422, in words, everything at once", () => {
  test.each([
    [{ at: "2999-02-30T09:00", timeZone: "Europe/Berlin" }, ["at"]],
    [{ at: "2999-12-01T09:00Z", timeZone: "Europe/Berlin" }, ["at"]],
    [{ at: "2020-12-01T09:00", timeZone: "Europe/Berlin" }, ["at"]],
    [{ at: "0001-12-01T09:00", timeZone: "Europe/Berlin" }, ["at"]],
    [{ at: "2999-12-01T09:00", timeZone: "Mars/Olympus" }, ["timeZone"]],
    [{ at: "2999-12-01T09:00", timeZone: "+01:00" }, ["timeZone"]],
    [{ at: "yesterday", timeZone: "here" }, ["at", "timeZone"]],
    [{ at: 7, timeZone: null, colour: "red" }, ["at", "timeZone", "colour"]],
    [{}, ["at", "timeZone"]],
    [NINE.at, [""]],
  ])("%j", async (body, paths) => {
    const { id } = await aRelease(world)
    const answer = await post(id, body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual(paths)
    expect((await get(id)).body.state).toBe("planned")
  })

  test("a time that has just passed", async () => {
    const { id } = await aRelease(world)
    const answer = await post(id, { at: await secondsAhead(world, -1), timeZone: "UTC" })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: "invalid", errors: [{ path: "at", message: expect.stringContaining("past") }] },
    })
  })
})

test("while it is scheduled, edits are answered 409 `scheduled`, and launching by hand drops the schedule", async () => {
  const { id } = await aRelease(world)
  const [entry] = await listDocuments(world.db, id)
  await post(id, NINE)
  const locked = { status: 409, body: { code: "scheduled", detail: expect.stringContaining("unschedule it first") } }
  const change = { method: "PATCH", body: { title: "Other" } }
  expect(await answerOf(ask(patchDocument, `/api/v1/documents/${entry?.id}`, { params: { id: `${entry?.id}` }, ...change }))).toMatchObject(
    locked,
  )
  const rename = { method: "PATCH", body: { name: "Other" } }
  expect(await answerOf(ask(patchRelease, `/api/v1/releases/${id}`, { params: { id }, ...rename }))).toMatchObject(locked)
  const launched = await answerOf(ask(launchRelease, `/api/v1/releases/${id}/launch`, { method: "POST", params: { id } }))
  expect(launched.status).toBe(202)
  expect((await get(id)).body).toMatchObject({ state: "launching", schedule: null })
  expect(await remove(id)).toMatchObject({ status: 409, body: { code: "launching" } })
  expect(await post(id, NINE)).toMatchObject({ status: 409, body: { code: "launching" } })
})

test("patience is two minutes unless said otherwise, and between five seconds and an hour", async () => {
  const plan = (terms: object) => answerOf(ask(planRelease, "/api/v1/releases", { body: { name: "Patient", ...terms } }))
  expect((await plan({})).body.patience).toBe("PT2M")
  expect((await plan({ patience: "PT90S" })).body.patience).toBe("PT1M30S")
  for (const patience of ["PT4S", "PT61M", "-PT1M", "soon"]) {
    expect(await plan({ patience })).toMatchObject({ status: 422, body: { errors: [{ path: "patience" }] } })
  }
  const { id } = (await plan({})).body
  const patched = await answerOf(
    ask(patchRelease, `/api/v1/releases/${id}`, { method: "PATCH", params: { id }, body: { patience: "PT1H" } }),
  )
  expect(patched.body.patience).toBe("PT1H")
})

test("it takes a token that may launch", async () => {
  const { id } = await aRelease(world)
  const tokenWith = async (scopes: string[]) => (await createToken(world, ADA, createTokenInput.parse({ name: "token", scopes }))).token
  const writer = await tokenWith(["releases:write"])
  expect((await post(id, NINE, { token: writer })).status).toBe(403)
  expect((await remove(id, { token: writer })).status).toBe(403)
  const launcher = await tokenWith(["releases:launch"])
  expect((await post(id, NINE, { token: launcher })).status).toBe(201)
  expect((await remove(id, { token: launcher })).status).toBe(204)
  expect((await post(id, NINE, { token: null })).status).toBe(401)
})
