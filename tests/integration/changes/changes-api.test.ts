import { expect, test } from "vitest"
import { shareRuntime } from "#lib/runtime.ts"
import { ask, type Question } from "#tests/support/ask.ts"
import { aWorld } from "#tests/support/world.ts"
import { PATCH as editChange, GET as getChange } from "../../../app/api/v1/changes/[id]/route.ts"
import { GET as listChanges } from "../../../app/api/v1/changes/route.ts"
import { GET as listDeployments, POST as recordDeployment } from "../../../app/api/v1/deployments/route.ts"
import { PATCH as editRepository, GET as getRepository } from "../../../app/api/v1/repositories/[id]/route.ts"
import { GET as listRepositories } from "../../../app/api/v1/repositories/route.ts"
import { aDeployment } from "./deployment-steps.ts"

const world = await aWorld()
shareRuntime(world)

const DEPLOYMENTS = "/api/v1/deployments"

async function answerOf(asked: Promise<Response>) {
  const response = await asked
  return { status: response.status, body: await response.json() }
}

function post(body: unknown, question: Question = {}) {
  return answerOf(ask(recordDeployment, DEPLOYMENTS, { body, ...question }))
}

test("a deployment is answered 201, and 200 with the same id when it is told again", async () => {
  const body = aDeployment({ of: "b", repository: "acme/first", id: "run-1", commits: ["a", "b"] })
  const first = await post(body)
  const second = await post(body)
  expect([first.status, second.status]).toEqual([201, 200])
  expect(second.body).toEqual(first.body)
  expect(first.body).toMatchObject({ repository: "acme/first", environment: "production", sha: body.sha, status: "success", url: null })
})

test("two that come at once get the same id, with and without an idempotency key", async () => {
  const body = aDeployment({ of: "a", repository: "acme/second", commits: ["a"] })
  const plain = await Promise.all([post(body), post(body), post(body)])
  expect(new Set(plain.map((answer) => answer.body.id)).size).toBe(1)
  const keyed = await post(body, { headers: { "idempotency-key": "once" } })
  expect(keyed.body.id).toBe(plain[0]?.body.id)
  expect(await post(body, { headers: { "idempotency-key": "once" } })).toEqual(keyed)
})

test("everything that is wrong is told at once", async () => {
  const { status, body } = await post({
    repository: "acme shop",
    environment: "",
    sha: "xyz",
    status: "done",
    colour: "red",
    deployedAt: "yesterday",
    url: "javascript:alert(1)",
    commits: [{ sha: "abc", message: 1, author: {}, committedAt: "0000-01-01T00:00:00Z" }],
  })
  expect(status).toBe(422)
  expect(body.errors.map((error: { path: string }) => error.path).sort()).toEqual([
    "colour",
    "commits.0.author.name",
    "commits.0.committedAt",
    "commits.0.message",
    "commits.0.sha",
    "deployedAt",
    "environment",
    "repository",
    "sha",
    "status",
    "url",
  ])
})

test("changes and deployments come in pages, and a cursor that is none of ours is refused", async () => {
  await post(aDeployment({ of: "c", repository: "acme/pages", commits: ["a", "b", "c"] }))
  await post(aDeployment({ of: "b", repository: "acme/pages" }))
  const pages = [
    { handler: listChanges, path: "/api/v1/changes", count: 3 },
    { handler: listDeployments, path: DEPLOYMENTS, count: 2 },
  ]
  for (const { handler, path, count } of pages) {
    const all = await answerOf(ask(handler, `${path}?repository=acme/pages`))
    expect(all.body.items).toHaveLength(count)
    expect(all.body.nextCursor).toBeNull()
    const first = await answerOf(ask(handler, `${path}?repository=acme/pages&limit=1`))
    const second = await answerOf(ask(handler, `${path}?repository=acme/pages&limit=${count - 1}&cursor=${first.body.nextCursor}`))
    expect([...first.body.items, ...second.body.items]).toEqual(all.body.items)
    expect((await ask(handler, `${path}?cursor=bm9uZQ`)).status).toBe(422)
    expect((await ask(handler, `${path}?limit=101`)).status).toBe(422)
    expect((await ask(handler, `${path}?colour=red`)).status).toBe(422)
  }
  expect((await ask(listChanges, "/api/v1/changes?state=done")).status).toBe(422)
})

test("a change is shown and edited", async () => {
  await post(aDeployment({ of: "a", repository: "acme/edit", commits: ["a"] }))
  const [change] = (await answerOf(ask(listChanges, "/api/v1/changes?repository=acme/edit&state=unreleased"))).body.items
  const path = `/api/v1/changes/${change.id}`
  const question = { params: { id: change.id } }
  expect(await answerOf(ask(getChange, path, question))).toEqual({ status: 200, body: change })
  const edited = await answerOf(ask(editChange, path, { ...question, method: "PATCH", body: { title: "Prices", flags: ["cart"] } }))
  expect(edited).toEqual({ status: 200, body: { ...change, title: "Prices", flags: ["cart"] } })
  expect((await ask(editChange, path, { ...question, method: "PATCH", body: {} })).status).toBe(422)
  expect((await ask(editChange, path, { ...question, method: "PATCH", body: { audience: "all" } })).status).toBe(422)
})

test("what does not exist is 404, whatever its id looks like", async () => {
  for (const id of [crypto.randomUUID(), "nothing"]) {
    expect((await ask(getChange, `/api/v1/changes/${id}`, { params: { id } })).status).toBe(404)
    expect((await ask(getRepository, `/api/v1/repositories/${id}`, { params: { id } })).status).toBe(404)
  }
})

test("a repository's production environment decides what is unreleased", async () => {
  await post(aDeployment({ of: "a", repository: "acme/live", environment: "live", commits: ["a"] }))
  const unreleased = async () =>
    (await answerOf(ask(listChanges, "/api/v1/changes?repository=acme/live&state=unreleased"))).body.items.length
  expect(await unreleased()).toBe(0)
  const repositories: { id: string; name: string }[] = (await answerOf(ask(listRepositories, "/api/v1/repositories?limit=100"))).body.items
  const id = repositories.find(({ name }) => name === "acme/live")?.id ?? ""
  const question = { params: { id }, method: "PATCH", body: { productionEnvironment: "live" } }
  const edited = await answerOf(ask(editRepository, `/api/v1/repositories/${id}`, question))
  expect(edited).toEqual({ status: 200, body: { id, name: "acme/live", defaultBranch: "main", productionEnvironment: "live" } })
  expect(await unreleased()).toBe(1)
})
