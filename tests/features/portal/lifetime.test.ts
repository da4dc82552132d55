import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, expect, test } from "vitest"
import { ensureBuild } from "#lib/portal/ensure-build.ts"

const started: Portal[] = []
const folders: string[] = []

afterEach(async () => {
  for (const portal of started.splice(0)) await portal.end("SIGTERM")
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

type Portal = { said(): string; url: string; process: ChildProcess; end(signal: NodeJS.Signals): Promise<string> }

/** The real thing, as `npm start` starts it, on a data folder of the test's own. */
async function start(env: Record<string, string>): Promise<Portal> {
  await ensureBuild({ report: () => {} })
  const child = spawn(process.execPath, ["--import", "tsx", "bin/start.ts"], {
    env: { ...process.env, LOG_LEVEL: "warn", CURTAIN_DEMO: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk: Buffer) => lines.push(chunk.toString()))
  const said = () => lines.join("")
  const ended = once(child, "exit").then(([code, signal]) => String(signal ?? code))
  const portal: Portal = {
    said,
    url: "",
    process: child,
    end: async (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      return ended
    },
  }
  started.push(portal)
  await expect.poll(() => child.exitCode !== null || said().includes("Curtain is at"), { timeout: 60_000 }).toBe(true)
  return { ...portal, url: /Curtain is at (\S+)/.exec(said())?.[1] ?? "" }
}

function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "curtain-lifetime-"))
  folders.push(folder)
  return folder
}

async function plan(portal: Portal, folder: string, name: string): Promise<number> {
  const { CURTAIN_API_TOKEN: token } = JSON.parse(readFileSync(join(folder, "secrets.json"), "utf8"))
  const answer = await fetch(`${portal.url}/api/v1/releases`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ name }),
  })
  return answer.status
}

async function names(portal: Portal, folder: string): Promise<string[]> {
  const { CURTAIN_API_TOKEN: token } = JSON.parse(readFileSync(join(folder, "secrets.json"), "utf8"))
  const answer = await fetch(`${portal.url}/api/v1/releases`, { headers: { authorization: `Bearer ${token}` } })
  const { items } = (await answer.json()) as { items: { name: string }[] }
  return items.map((item) => item.name)
}

test("a portal started on nothing is healthy, keeps its secrets to itself, and ends with its database on SIGTERM", async () => {
  const folder = dataFolder()
  const portal = await start({ CURTAIN_DATA_DIR: folder, PORT: "0" })
  expect((await fetch(`${portal.url}/api/health`)).status).toBe(200)
  expect(await (await fetch(portal.url)).text()).toContain("Nothing has been released yet")
  expect(statSync(join(folder, "secrets.json")).mode & 0o077).toBe(0)
  const { CURTAIN_API_TOKEN: token } = JSON.parse(readFileSync(join(folder, "secrets.json"), "utf8"))
  expect(portal.said()).not.toContain(token)
  expect(await portal.end("SIGTERM")).toBe("0")
  expect(existsSync(join(folder, "postgres", "postmaster.pid"))).toBe(false)
}, 120_000)

test("after kill -9 the next start finds everything again, with the database still running", async () => {
  const folder = dataFolder()
  const first = await start({ CURTAIN_DATA_DIR: folder, PORT: "0" })
  expect(await plan(first, folder, "Kept")).toBe(201)
  await first.end("SIGKILL")
  expect(existsSync(join(folder, "postgres", "postmaster.pid"))).toBe(true)
  const second = await start({ CURTAIN_DATA_DIR: folder, PORT: "0" })
  expect(await names(second, folder)).toEqual(["Kept"])
}, 180_000)

test("a first start tells the story, npm run empty takes it away, and it is told no second time", async () => {
  const folder = dataFolder()
  const env = { ...process.env, CURTAIN_DATA_DIR: folder, PORT: "0", CURTAIN_DEMO: "1", MAIL_TRANSPORT: "capture" }
  const empty = () => spawnSync(process.execPath, ["--import", "tsx", "bin/empty.ts"], { env, encoding: "utf8" })
  const first = await start(env)
  expect(await (await fetch(first.url)).text()).toContain("Returns without the paperwork")
  expect(empty()).toMatchObject({ status: 1, stdout: "The portal is running. Stop it (Ctrl-C), then ask for this again.\n" })
  await first.end("SIGTERM")
  expect(empty()).toMatchObject({ status: 0, stdout: expect.stringContaining("The demo story is gone.") })
  expect(empty()).toMatchObject({ status: 1, stdout: "This portal did not begin with the demo story: nothing was removed.\n" })
  const second = await start(env)
  expect(await (await fetch(second.url)).text()).toContain("Nothing has been released yet")
  expect(second.said()).toContain("sign in as owner")
}, 180_000)

test("two portals run side by side from one checkout, each with its own data", async () => {
  const [one, other] = [dataFolder(), dataFolder()]
  const [first, second] = await Promise.all([start({ CURTAIN_DATA_DIR: one, PORT: "0" }), start({ CURTAIN_DATA_DIR: other, PORT: "0" })])
  await plan(first, one, "Mine")
  await plan(second, other, "Yours")
  expect([await names(first, one), await names(second, other)]).toEqual([["Mine"], ["Yours"]])
}, 180_000)

test("a bad environment is told completely, and nothing is started", async () => {
  const folder = dataFolder()
  const portal = await start({
    CURTAIN_DATA_DIR: folder,
    PORT: "many",
    PUBLIC_URL: "news.acme.example",
    CURTAIN_ROLES: "web,cook",
    DATABASE_URL: "mysql://x",
  })
  expect(await portal.end("SIGTERM")).toBe("1")
  for (const name of ["PORT", "PUBLIC_URL", "CURTAIN_ROLES", "DATABASE_URL"]) expect(portal.said()).toContain(`  ${name} `)
  expect(portal.said()).not.toContain("    at ")
  expect(existsSync(join(folder, "postgres"))).toBe(false)
}, 60_000)

test("a taken port is said in words, and the database that was started for nothing is stopped", async () => {
  const folder = dataFolder()
  const blocker = createServer().listen(0, "127.0.0.1")
  await once(blocker, "listening")
  const address = blocker.address()
  const port = typeof address === "object" && address ? address.port : 0
  const portal = await start({ CURTAIN_DATA_DIR: folder, PORT: String(port) })
  expect(await portal.end("SIGTERM")).toBe("1")
  expect(portal.said()).toContain(`Port ${port} is taken`)
  expect(portal.said()).not.toContain("    at ")
  expect(existsSync(join(folder, "postgres", "postmaster.pid"))).toBe(false)
  blocker.close()
}, 120_000)

test("in production, with a database of its own, generated secrets have to be meant", async () => {
  const portal = await start({
    CURTAIN_DATA_DIR: dataFolder(),
    NODE_ENV: "production",
    DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none",
    PORT: "0",
  })
  expect(await portal.end("SIGTERM")).toBe("1")
  expect(portal.said()).toContain("CURTAIN_ALLOW_GENERATED_SECRETS")
}, 60_000)
