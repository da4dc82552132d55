import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"
import { sealAudit } from "#lib/audit/seal-audit.ts"
import { verifyChain } from "#lib/audit/verify-chain.ts"
import type { ReleaseId } from "#lib/kernel/ids.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import type { LaunchState } from "#lib/launch/launch.ts"
import { findLastLaunch } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { type OpenRuntime, openRuntime, readSettings } from "#lib/runtime.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { type Child, startChild } from "#tests/support/child.ts"
import { aConnectedFlag } from "#tests/support/connected-flag.ts"
import { type FakeUnleash, startFakeUnleash } from "#tests/support/fake-unleash.ts"
import { until } from "#tests/support/until.ts"
import { ADA, API_TOKEN } from "#tests/support/world.ts"

// A PostgreSQL of its own for each, since it is taken away. The runtime of the test is closed while it is gone: what is tested is the worker.

const SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }
const WORKS = "working"

type Stage = {
  server: EmbeddedPostgres
  unleash: FakeUnleash
  id: ReleaseId
  env: Record<string, string>
  /** With a runtime that is open for as long as this takes. */
  ask<Answer>(question: (runtime: OpenRuntime) => Promise<Answer>): Promise<Answer>
  startWorker(): Promise<Child>
  stopDatabase(): Promise<void>
  startDatabase(): Promise<void>
  ends(state: LaunchState, withinMs: number): Promise<void>
}

async function onStage(play: (stage: Stage) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), "curtain-outage-"))
  const unleash = await startFakeUnleash()
  const children: Child[] = []
  const open = () => startEmbeddedPostgres({ dataDir, report: () => {}, settings: SETTINGS })
  const held = { server: await open() }
  const env = {
    DATABASE_URL: held.server.url,
    TEST_PUBLIC_URL: held.server.publicUrl,
    CURTAIN_SECRET_KEY: "a-secret-key-for-tests-that-is-long-enough",
    CURTAIN_API_TOKEN: API_TOKEN,
    CURTAIN_ALLOW_PRIVATE_HOSTS: new URL(unleash.url).host,
    LOG_LEVEL: "error",
  }
  const ask: Stage["ask"] = async (question) => {
    const settings = readSettings({ ...env, CURTAIN_ROLES: "web" })
    const runtime = await openRuntime(settings, { url: env.DATABASE_URL, publicUrl: env.TEST_PUBLIC_URL, publicRole: "curtain_public" })
    return question(runtime).finally(() => runtime.close())
  }
  try {
    const id = await ask(async (runtime) => {
      await runtime.db.execute("create sequence seam_commits")
      await runtime.db.execute("create sequence seam_calls")
      const connected = [await aConnectedFlag(runtime, unleash, "the-flag")]
      return (await aRelease(runtime, { name: "The release", connected })).id
    })
    await play({
      ...{ server: held.server, unleash, id, env, ask },
      startWorker: async () => {
        const child = await startChild({ task: "work", env: { ...env, CURTAIN_ROLES: "web,worker" } })
        children.push(child)
        await child.printed(WORKS)
        return child
      },
      stopDatabase: () => stopImmediately(dataDir),
      startDatabase: async () => {
        held.server = await open()
        expect(held.server.url, "it came back where it was").toBe(env.DATABASE_URL)
      },
      ends: (state, withinMs) =>
        ask((runtime) => until<LaunchState | undefined>(state, async () => (await findLastLaunch(runtime.db, id))?.state, withinMs)),
    })
  } finally {
    for (const child of children) await child.kill()
    await unleash.stop()
    await held.server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** As `pg_ctl stop -m immediate` does: every backend dies where it stands. */
async function stopImmediately(dataDir: string): Promise<void> {
  const [pid] = (await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")).split("\n")
  process.kill(Number(pid), "SIGQUIT")
}

function begin(stage: Stage): Promise<unknown> {
  return stage.ask(async (runtime) => {
    const outcome = await beginLaunch(runtime, ADA, { releaseId: stage.id })
    expect(outcome.is).toBe("begun")
  })
}

/** The call is under way when this resolves, and stays so for as long as the fault says. */
async function midFlip({ unleash }: Stage, call: "/on" | "/strategies" = "/on"): Promise<void> {
  const isUnderWay = () => unleash.requests.some(({ method, path, status }) => method === "POST" && path.endsWith(call) && status === null)
  await until(true, isUnderWay, 30_000)
}

async function agrees(stage: Stage, end: "public" | "hidden"): Promise<void> {
  const production = stage.unleash.flag("the-flag").environments.production
  expect({ on: production?.enabled, strategies: production?.strategies.length }).toEqual(
    end === "public" ? { on: true, strategies: 1 } : { on: false, strategies: 0 },
  )
  await stage.ask(async (runtime) => {
    await sealAudit(runtime)
    expect((await verifyChain(runtime, ADA)).ok).toBe(true)
  })
}

test.concurrent.each([0, 60])(
  "PostgreSQL stopped immediately in mid-flip and gone for %i s: the same worker goes on, and settles",
  (gone) =>
    onStage(async (stage) => {
      stage.unleash.faults.add({ on: /POST .*\/on$/, times: 1, does: { hangs: "applied" } })
      await begin(stage)
      const worker = await stage.startWorker()
      await midFlip(stage)
      await stage.stopDatabase()
      await new Promise((resolve) => setTimeout(resolve, gone * 1000))
      await stage.startDatabase()
      await stage.ends("settled", 60_000)
      expect(worker.process.exitCode ?? worker.process.signalCode, "the worker was never restarted").toBeNull()
      await agrees(stage, "public")
    }),
  240_000,
)

test.concurrent(
  "a worker that was stopped in mid-flip and wakes up after the recall sends nothing more, and changes nothing",
  () =>
    onStage(async (stage) => {
      stage.unleash.faults.add({ on: /POST .*\/strategies$/, times: 1, does: { delaysMs: 2000 } })
      await begin(stage)
      const sleeper = await stage.startWorker()
      await midFlip(stage, "/strategies")
      sleeper.process.kill("SIGSTOP")
      await stage.startWorker()
      await stage.ends("settled", 60_000)
      await agrees(stage, "public")
      await stage.ask((runtime) => recallLaunch(runtime, ADA, { releaseId: stage.id }))
      await stage.ends("recalled", 60_000)
      const before = stage.unleash.writes().length // the answer came while it slept: now it would go on to the next call
      sleeper.process.kill("SIGCONT")
      await new Promise((resolve) => setTimeout(resolve, 12_000))
      expect(stage.unleash.writes()).toHaveLength(before)
      expect(sleeper.process.exitCode ?? sleeper.process.signalCode, "it lives").toBeNull()
      await stage.ends("recalled", 1000)
      await agrees(stage, "hidden")
    }),
  240_000,
)
