import { afterAll } from "vitest"
import type { Actor } from "#lib/access/actor.ts"
import { type OpenRuntime, openRuntime, readSettings } from "#lib/runtime.ts"
import { startWorker, type Worker } from "#lib/worker.ts"
import { type ClonedDatabase, cloneDatabase } from "#tests/support/database.ts"

export const ADA: Actor = { kind: "bootstrap", name: "bootstrap token" }
export const API_TOKEN = "bootstrap-token-of-the-tests"

/** A portal that takes hooks: without a secret they all answer that they are not configured. */
export const HOOK_SECRETS = {
  GITHUB_WEBHOOK_SECRET: "a-secret-of-the-tests",
  GITLAB_WEBHOOK_TOKEN: "a-token-of-the-tests-too",
  RESEND_WEBHOOK_SECRET: `whsec_${Buffer.from("a secret of the tests").toString("base64")}`,
}

export type World = OpenRuntime & {
  url: string
  publicUrl: string
  /** A worker in this process, stopped with the world. */
  startWorker(): Promise<Worker>
}

/** A portal's runtime on a fresh database of its own, closed after the last test of the file. */
export async function aWorld(env: Record<string, string> = {}): Promise<World> {
  const world = await openWorld(env)
  afterAll(() => world.close())
  return world
}

/** The same for a part of a test; whoever opens it closes it. */
export async function openWorld(env: Record<string, string> = {}, database?: ClonedDatabase): Promise<World> {
  const { url, publicUrl } = database ?? (await cloneDatabase())
  const settings = readSettings({
    CURTAIN_SECRET_KEY: "a-secret-key-for-tests-that-is-long-enough",
    CURTAIN_API_TOKEN: API_TOKEN,
    CURTAIN_ROLES: "web",
    PUBLIC_URL: "http://localhost:3000",
    LOG_LEVEL: "error",
    ...env,
  })
  const runtime = await openRuntime(settings, { url, publicUrl, publicRole: "curtain_public" })
  const workers: Worker[] = []
  const world: World = {
    ...runtime,
    url,
    publicUrl,
    startWorker: async () => {
      const worker = await startWorker(runtime)
      workers.push(worker)
      return worker
    },
    close: async () => {
      for (const worker of workers) await worker.stop()
      await runtime.close()
    },
  }
  return world
}
