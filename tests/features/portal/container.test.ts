import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import postgres from "postgres"
import { afterAll, beforeAll, expect, test } from "vitest"
import { findFreePort } from "#db/embedded/free-port.ts"
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"
import { ensureBuild } from "#lib/portal/ensure-build.ts"
import { filledIn, readEnvironmentFile, readYaml, type Yaml } from "#tests/support/compose-file.ts"
import { commandOf, environmentOf, outsideEnvironment, playStage, readDockerfile } from "#tests/support/dockerfile.ts"
import { until } from "#tests/support/until.ts"

const ROOT = new URL("../../..", import.meta.url).pathname
/** Of the image's user; only root can become another one. */
const IMAGE_UID = 10_001
const AS_IMAGE_USER = process.getuid?.() === 0 ? { uid: IMAGE_UID, gid: IMAGE_UID } : {}

const [build, image] = readDockerfile()
if (build === undefined || image === undefined) throw new Error("the Dockerfile has two stages")
const compose = readYaml(readFileSync(join(ROOT, "compose.yaml"), "utf8"))
const folder = mkdtempSync(join(tmpdir(), "curtain-image-"))
const [app, data, cluster] = [join(folder, "app"), join(folder, "data"), join(folder, "cluster")]
const running: Container[] = []
let database: EmbeddedPostgres | undefined

type Container = { hasEnded(): boolean; said(): string; end(): Promise<string> }

beforeAll(async () => {
  if (process.env.CURTAIN_SOAK !== "1") await ensureBuild({ report: () => {} })
  playStage(build, app, installPackages)
  mkdirSync(data)
  chmodSync(folder, 0o755)
  if ("uid" in AS_IMAGE_USER) chownSync(data, IMAGE_UID, IMAGE_UID)
})

afterAll(async () => {
  for (const container of running) await container.end()
  await database?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/**
 * As `npm ci` leaves them. With CURTAIN_SOAK they really come from the registry, and the site is really built; else packages and build are
 * those of this checkout, hard-linked: the build is stamped with its sources, so it is only taken for that of the copy if they are the same.
 */
function installPackages(into: string): void {
  if (process.env.CURTAIN_SOAK === "1") {
    execFileSync("npm", ["ci", "--include=dev", "--no-audit", "--no-fund"], { cwd: into, stdio: "pipe", env: outsideEnvironment() })
    return
  }
  for (const name of ["node_modules", ".next"]) linkFolder(join(ROOT, name), join(into, name))
  rmSync(join(into, "node_modules", ".cache"), { recursive: true, force: true })
  // npm writes into this one where it stands.
  rmSync(join(into, "node_modules", ".package-lock.json"))
  copyFileSync(join(ROOT, "node_modules", ".package-lock.json"), join(into, "node_modules", ".package-lock.json"))
}

/** No second copy of every file, except where the folder of passing things is on another disk. */
function linkFolder(from: string, to: string): void {
  if (spawnSync("cp", ["-al", from, to]).status === 0) return
  rmSync(to, { recursive: true, force: true })
  execFileSync("cp", ["-a", from, to])
}

function at(value: Yaml | undefined, ...names: string[]): Yaml | undefined {
  return names.reduce<Yaml | undefined>(
    (found, name) => (typeof found === "object" && !Array.isArray(found) ? found[name] : undefined),
    value,
  )
}

/** The server as its image leaves it: one superuser, one empty database, and no other login. */
async function startDatabase(): Promise<EmbeddedPostgres> {
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }
  const started = await startEmbeddedPostgres({ dataDir: cluster, report: () => {}, settings })
  database = started
  const admin = postgres(started.adminUrl, { max: 1, onnotice: () => {} })
  try {
    await admin`drop database curtain`
    await admin`create database curtain owner curtain`
    await admin`drop role curtain_public`
    await admin`alter role curtain superuser`
  } finally {
    await admin.end()
  }
  return started
}

/** What compose gives a service: the file of secrets, as the example has it and filled in, below what the service says itself. */
function environmentFor(service: "web" | "worker", { url, port }: { url: string; port: number }): Record<string, string> {
  expect(at(compose, "services", service, "env_file")).toBe(".env")
  const { host, password } = new URL(url)
  const secrets = {
    ...readEnvironmentFile(readFileSync(join(ROOT, ".env.example"), "utf8")),
    ...{ DATABASE_PASSWORD: password, CURTAIN_SECRET_KEY: "k".repeat(64), CURTAIN_API_TOKEN: "t".repeat(64) },
    ...{ CURTAIN_OWNER_EMAIL: "ada@acme.example", MAIL_TRANSPORT: "capture", CURTAIN_ALLOW_CAPTURE: "1" },
  }
  const own = Object.entries(at(compose, "services", service, "environment") ?? {}).map(([name, text]) => [
    name,
    filledIn(String(text), secrets).replace("@database:5432/", `@${host}/`),
  ])
  const ofImage = environmentOf(image ?? { from: "", instructions: [] })
  return { ...ofImage, ...secrets, ...Object.fromEntries(own), CURTAIN_DATA_DIR: data, PORT: String(port) }
}

/** How docker runs a service: the image's command, as its user, with a time to end in after SIGTERM. */
function start(service: "web" | "worker", env: Record<string, string>): Container {
  const [program = "", ...args] = commandOf(image ?? { from: "", instructions: [] }, "CMD")
  const child = spawn(join(app, program), args, {
    cwd: app,
    env: { ...outsideEnvironment(), HOME: data, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...AS_IMAGE_USER,
  })
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => lines.push(chunk.toString()))
  const seconds = Number.parseInt(String(at(compose, "services", service, "stop_grace_period")), 10)
  const container = { hasEnded: () => hasEnded(child), said: () => lines.join(""), end: endOf(child, seconds) }
  running.push(container)
  return container
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

function endOf(child: ChildProcess, seconds: number): () => Promise<string> {
  const ended = once(child, "exit").then(([code, signal]) => String(signal ?? code))
  return async () => {
    if (!hasEnded(child)) child.kill("SIGTERM")
    const losesPatience = setTimeout(() => child.kill("SIGKILL"), seconds * 1000)
    return ended.finally(() => clearTimeout(losesPatience))
  }
}

function checkHealth(port: number): number | null {
  const [program = "", ...args] = commandOf(image ?? { from: "", instructions: [] }, "HEALTHCHECK")
  return spawnSync(join(app, program), args, { cwd: app, env: { ...outsideEnvironment(), PORT: String(port) }, ...AS_IMAGE_USER }).status
}

test("the image holds what runs, and neither tests, nor secrets, nor what only building needs", () => {
  for (const name of ["server.ts", "app/front/route-table.ts", "db/seed/entries", ".next/BUILD_ID", "node_modules/next"])
    expect(existsSync(join(app, name)), name).toBe(true)
  for (const name of ["tests", ".git", ".env", "node_modules/vitest", "node_modules/typescript"])
    expect(existsSync(join(app, name)), name).toBe(false)
  expect(image.instructions.findLast(({ name }) => name === "USER")?.rest).toBe("curtain")
})

test("compose brings up an empty database, a healthy web process and a worker, and both end on SIGTERM in their time", async () => {
  const [{ url }, port] = [await startDatabase(), await findFreePort()]
  const web = start("web", environmentFor("web", { url, port }))
  await until(true, () => web.hasEnded() || web.said().includes("it listens at"), 60_000)
  expect(web.said()).toContain("the workspace     https://news.acme.example/workspace")
  expect(web.said()).toContain(`it listens at     http://0.0.0.0:${port}`)
  expect(web.said()).not.toMatch(/Building|story|"level":(50|60)|Error/)
  expect(checkHealth(port)).toBe(0)
  const worker = start("worker", environmentFor("worker", { url, port }))
  await until(true, () => worker.hasEnded() || worker.said().includes("The worker is taking jobs."), 60_000)
  expect(worker.said()).toContain("The worker is taking jobs.")
  const home = await fetch(`http://127.0.0.1:${port}/`)
  expect([home.status, home.headers.get("strict-transport-security")]).toEqual([200, "max-age=31536000"])
  expect(await Promise.all([web.end(), worker.end()])).toEqual(["0", "0"])
  expect(checkHealth(port)).toBe(1)
}, 120_000)

test("compose keeps the database on a volume, and asks for what nobody has set", () => {
  const volumes = at(compose, "services", "database", "volumes")
  expect(volumes).toEqual(["database:/var/lib/postgresql"])
  expect(Object.keys(at(compose, "volumes") ?? {})).toEqual(["database"])
  expect(() => filledIn(String(at(compose, "services", "database", "environment", "POSTGRES_PASSWORD")), {})).toThrow("set it in .env")
  expect(at(compose, "services", "worker", "environment", "CURTAIN_ROLES")).toBe("worker")
})
