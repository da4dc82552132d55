import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { beforeAll, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { listDeployments } from "#lib/changes/queries.ts"
import { aCheckout, aFolder, type Checkout, type Ran, run } from "#tests/support/git-checkout.ts"
import { HOOK_ENV, headersOf, signatureOf, unreleased } from "#tests/support/hook-steps.ts"
import { startPortal } from "#tests/support/portal.ts"
import { askRaw } from "#tests/support/raw-request.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

const PACKAGE = new URL("../../../bin/curtain/", import.meta.url).pathname

let world: World
let portal: Served
let env: Record<string, string>
/** The program alone, in a folder where nothing else is. */
const program = join(aFolder(), "curtain.mjs")

beforeAll(async () => {
  world = await aWorld(HOOK_ENV)
  portal = await startPortal({ world })
  const { status, body } = await askRaw(portal, "/curtain.mjs")
  expect(status).toBe(200)
  writeFileSync(program, body)
  const { token } = await createToken(world, ADA, { name: "CI", scopes: ["deployments:write"], environment: null, expiresAt: null })
  env = { CURTAIN_URL: portal.url, CURTAIN_TOKEN: token }
})

let repositories = 0
function aProject(): { checkout: Checkout; repository: string } {
  const repository = `acme/command-${++repositories}`
  const checkout = aCheckout()
  checkout.git("remote", "add", "origin", `git@github.com:${repository}.git`)
  return { checkout, repository }
}

function deploy({ folder }: Pick<Checkout, "folder">, args: string[] = [], more: Record<string, string> = {}): Promise<Ran> {
  return run(program, ["deploy", "--environment", "production", ...args], { cwd: folder, env: { ...env, ...more } })
}

test("the portal hands out the program, and the package is this one file", () => {
  expect(readFileSync(program, "utf8")).toBe(readFileSync(join(PACKAGE, "curtain.mjs"), "utf8"))
  const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: PACKAGE,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  })
  const [{ files, entryCount }] = JSON.parse(packed)
  expect(files.map(({ path }: { path: string }) => path).sort()).toEqual(["curtain.mjs", "package.json"])
  expect(entryCount).toBe(2)
})

test("from a first deployment over the next ones to a rollback, the portal knows what production has", async () => {
  const { checkout, repository } = aProject()
  const first = checkout.commit("feat: one\n\nwith a body\n\nFeature-Flag: one")
  const ran = await deploy(checkout)
  expect([ran.code, ran.out]).toEqual([0, `${repository} ${first.slice(0, 7)} in production: success, commits told: 1\n`])
  expect(ran.err).toContain("nothing was deployed there before")

  checkout.git("switch", "--quiet", "--create", "topic", "HEAD")
  checkout.commit("feat: on a branch")
  checkout.git("switch", "--quiet", "main")
  checkout.commit("fix: meanwhile")
  checkout.git("merge", "--quiet", "--no-ff", "-m", "chore: merge the topic", "topic")
  // CI checks out a commit, not a branch.
  checkout.git("switch", "--quiet", "--detach", "HEAD")
  const told = await deploy(checkout, ["--json"])
  expect([told.code, told.err]).toEqual([0, ""])
  expect(JSON.parse(told.out)).toMatchObject({ repository, environment: "production", status: "success", commits: 3 })
  expect(await unreleased(world, repository)).toEqual(["meanwhile", "on a branch", "one"])

  expect((await deploy(checkout, ["--sha", first])).code).toBe(0)
  expect(await unreleased(world, repository)).toEqual(["one"])
})

test("the same job run twice is one deployment", async () => {
  const { checkout, repository } = aProject()
  checkout.commit("feat: one")
  const job = {
    GITHUB_RUN_ID: "71",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_JOB: "deploy",
    GITHUB_REPOSITORY: repository,
    GITHUB_SERVER_URL: "https://github.com",
  }
  for (let at = 0; at < 2; at++) expect((await deploy(checkout, [], job)).code).toBe(0)
  expect(await listDeployments(world.db, { repository, after: null, limit: 10 })).toMatchObject([{ externalId: "actions:71.1:deploy" }])
})

test("a shallow clone is completed; where it may not be, the latest commits are told, with a word about it", async () => {
  const { checkout, repository } = aProject()
  checkout.commit("feat: one")
  await deploy(checkout)
  for (const name of ["two", "three"]) checkout.commit(`feat: ${name}`)
  const shallow = aFolder()
  checkout.git("clone", "--quiet", "--depth=1", `file://${checkout.folder}`, shallow)
  const clone = { folder: shallow }
  const cut = await deploy(clone, ["--no-fetch", "--dry-run", "--repository", repository])
  expect(cut.err).toContain("which was deployed before")
  expect(JSON.parse(cut.out)[0].commits).toHaveLength(1)
  const ran = await deploy(clone, ["--repository", repository])
  expect([ran.code, ran.err]).toEqual([0, expect.stringContaining("this clone is shallow")])
  expect(await unreleased(world, repository)).toEqual(["one", "three", "two"])
})

test("a history that was written anew is told from where it parts", async () => {
  const { checkout, repository } = aProject()
  checkout.commit("feat: one")
  checkout.commit("feat: two")
  await deploy(checkout)
  checkout.git("reset", "--quiet", "--soft", "HEAD~1")
  checkout.commit("feat: two, better")
  expect((await deploy(checkout)).code).toBe(0)
  expect(await unreleased(world, repository)).toEqual(["one", "two, better"])
})

test("more commits than one request takes arrive all, in their order", async () => {
  const { checkout, repository } = aProject()
  const stream = Array.from(
    { length: 1200 },
    (_, at) => `commit refs/heads/main\ncommitter Noor <noor@acme.example> ${1_772_000_000 + at} +0000\ndata <<E\nfeat: n${at}\nE\n`,
  )
  execFileSync("git", ["fast-import", "--quiet"], { cwd: checkout.folder, input: stream.join("\n") })
  const ran = await deploy(checkout, ["--sha", "main", "--limit", "5000"])
  expect([ran.code, ran.out]).toEqual([0, expect.stringContaining("commits told: 1200")])
  expect(await unreleased(world, repository)).toHaveLength(1200)
  const middle = checkout.git("rev-parse", "main~600")
  await deploy(checkout, ["--sha", middle])
  expect(await unreleased(world, repository)).toHaveLength(600)
})

type Refused = { args?: string[]; more?: Record<string, string>; says: string }

test.each<[string, number, Refused]>([
  ["a token that may not", 1, { more: { CURTAIN_TOKEN: "wrong" }, says: "the portal refused it (401)" }],
  [
    "a name that is too long",
    1,
    { args: ["--repository", `acme/${"x".repeat(300)}`], says: "repository must have 200 characters at most" },
  ],
  ["no address", 2, { more: { CURTAIN_URL: "" }, says: "CURTAIN_URL is needed" }],
  ["an unknown option", 2, { args: ["--everywhere"], says: "--help says more" }],
  ["a status that is none", 2, { args: ["--status", "done"], says: "--status is success" }],
  ["a commit that is not here", 4, { args: ["--sha", "f".repeat(40)], says: "this checkout has no commit" }],
])("with %s it ends with %i and a reason", async (_, code, { args, more, says }) => {
  const { checkout } = aProject()
  checkout.commit("feat: one")
  const ran = await deploy(checkout, args, more)
  expect([ran.code, ran.out]).toEqual([code, ""])
  expect(ran.err).toContain(says)
})

test("outside of a repository it ends with 4, without a word of what to do with 2, and help with 0", async () => {
  const cwd = aFolder()
  expect((await deploy({ folder: cwd })).code).toBe(4)
  expect((await run(program, [], { cwd, env })).code).toBe(2)
  const help = await run(program, ["--help"], { cwd, env })
  expect([help.code, help.out]).toEqual([0, expect.stringContaining("Usage: curtain deploy")])
})

test("a portal that is busy is asked again, and one that is not there ends it with 3", async () => {
  const { checkout } = aProject()
  const sha = checkout.commit("feat: one")
  const seen: (string | undefined)[] = []
  const busy = createServer((request, response) => {
    const isPost = request.method === "POST"
    if (isPost) seen.push(request.headers["idempotency-key"]?.toString())
    response.writeHead(seen.length === 1 ? 503 : 200, { "content-type": "application/json", "retry-after": "0.1" })
    response.end(JSON.stringify(isPost ? { status: "success", sha } : { deployment: null }))
  })
  await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve))
  const { port } = busy.address() as AddressInfo
  expect((await deploy(checkout, [], { CURTAIN_URL: `http://127.0.0.1:${port}` })).code).toBe(0)
  expect(seen).toHaveLength(2)
  expect(seen[0]).toBe(seen[1])
  await new Promise((resolve) => busy.close(resolve))
  const gone = await deploy(checkout, ["--tries", "2"], { CURTAIN_URL: `http://127.0.0.1:${port}` })
  expect([gone.code, gone.err]).toEqual([3, expect.stringContaining("cannot be reached")])
})

test("a hook's body of 25 MB is taken, and a byte more is not", async () => {
  const most = 25 * 1024 * 1024
  const payload = { zen: "", repository: { full_name: "acme/large" } }
  const empty = JSON.stringify(payload).length
  const large = Buffer.from(JSON.stringify({ ...payload, zen: "x".repeat(most - empty) }))
  expect(large.byteLength).toBe(most)
  const taken = await askRaw(portal, "/api/hooks/github", { method: "POST", body: large, headers: headersOf(large, { event: "ping" }) })
  expect([taken.status, JSON.parse(taken.text).outcome]).toEqual([200, "ignored"])
  const more = Buffer.concat([large, Buffer.from(" ")])
  const headers = { ...headersOf("", { event: "ping" }), "x-hub-signature-256": signatureOf(more) }
  const refused = await askRaw(portal, "/api/hooks/github", { method: "POST", body: more, headers }).catch((error: Error) => error)
  // The refusal comes before the body, and a client that goes on sending may see the connection end instead.
  expect(refused).toSatisfy((answer) => (answer instanceof Error ? /EPIPE|ECONNRESET/.test(String(answer)) : answer.status === 413))
})
