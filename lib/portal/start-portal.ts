import { resolve } from "node:path"
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"
import { tellStory } from "#db/seed/tell-story.ts"
import type { Actor } from "../access/actor.ts"
import type { Settings } from "../kernel/settings.ts"
import { ensureOwner } from "../people/ensure-owner.ts"
import { type DatabaseAddresses, findDatabase, type OpenRuntime, openRuntime, readSettings } from "../runtime.ts"
import { startWorker, type Worker } from "../worker.ts"
import { ensureBuild } from "./ensure-build.ts"
import { withGeneratedSecrets } from "./generated-secrets.ts"

export type WebServer = { url: string; close(): Promise<void> }
export type ServeOptions = { runtime: OpenRuntime; port: number; host: string; dev: "dev" | "built" }

export type StartOptions = {
  env: Record<string, string | undefined>
  /** The web server is Next's neighbour, and lib/ knows nothing of Next: whoever starts the portal brings it. A worker alone has none. */
  serve: ((options: ServeOptions) => Promise<WebServer>) | null
  dev: "dev" | "built"
  report(line: string): void
}

/** `ownerLink`: the text of the link that the first owner signs in with, until one has. */
export type Portal = { settings: Settings; url: string | null; ownerLink: string | null; stop(): Promise<void> }

const START: Actor = { kind: "system", name: "the portal's start" }

/** Database, schema, build, web and worker, as the environment says. What was begun is ended again if a later step fails. */
export async function startPortal(options: StartOptions): Promise<Portal> {
  const settings = readSettings(withGeneratedSecrets(options.env))
  const started: { database?: EmbeddedPostgres; runtime?: OpenRuntime; server?: WebServer; worker?: Worker } = {}
  const stop = () => stopInOrder(started)
  try {
    const serve = settings.roles.includes("web") ? options.serve : null
    if (serve && options.dev === "built") await ensureBuild({ report: options.report })
    const addresses = await openDatabase(settings, options, started)
    started.runtime = await openRuntime(settings, addresses)
    if (serve && settings.demo === "told") await begin(started.runtime, options)
    const ownerLink = serve ? await ensureOwner(started.runtime, START) : null
    if (serve) started.server = await serve({ runtime: started.runtime, port: settings.port, host: settings.host, dev: options.dev })
    if (settings.roles.includes("worker")) started.worker = await startWorker(started.runtime)
    return { settings, url: started.server?.url ?? null, ownerLink, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function openDatabase(
  settings: Settings,
  { report }: StartOptions,
  started: { database?: EmbeddedPostgres },
): Promise<DatabaseAddresses> {
  const { databaseUrl } = settings
  if (databaseUrl !== null) return findDatabase({ ...settings, databaseUrl })
  started.database = await startEmbeddedPostgres({ dataDir: resolve(settings.dataDir), report })
  return { url: started.database.url, publicUrl: started.database.publicUrl, publicRole: "curtain_public" }
}

async function begin(runtime: OpenRuntime, { report }: StartOptions): Promise<void> {
  const outcome = await tellStory(runtime)
  if (outcome === "told") report("The portal begins with a story to look around in; `npm run empty` takes it away.")
}

/** Stop taking work and end what is in hand, then close HTTP, then the connections, and the database last: everything before needs it. */
async function stopInOrder(started: {
  database?: EmbeddedPostgres
  runtime?: OpenRuntime
  server?: WebServer
  worker?: Worker
}): Promise<void> {
  await started.worker?.stop()
  await started.server?.close()
  await started.runtime?.close()
  await started.database?.stop()
}
