import { resolve } from "node:path"
import { startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"
import { emptyDatabase } from "#db/empty-database.ts"
import type { Actor } from "../access/actor.ts"
import { findBeginning } from "../audit/queries.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { BadEnvironment } from "../kernel/settings.ts"
import { type OpenRuntime, openRuntime, readSettings } from "../runtime.ts"
import { withGeneratedSecrets } from "./generated-secrets.ts"

type Options = { env: Record<string, string | undefined>; report(line: string): void }
type Embedded = Awaited<ReturnType<typeof startEmbeddedPostgres>>

/** Whoever may run commands on the machine has the database anyway. */
const OPERATOR: Actor = { kind: "system", name: "the operator" }

/**
 * `npm run empty`: takes the demo story away, and with it all that was done since, so that the next start is the beginning of a portal of
 * one's own. Only of a database in the data folder, only one that began with the story, and only while nobody uses it.
 */
export async function emptyFromTerminal({ env, report }: Options): Promise<number> {
  try {
    const settings = readSettings({ ...withGeneratedSecrets(env), CURTAIN_ROLES: "web", LOG_LEVEL: "error" })
    if (settings.databaseUrl !== null) return refuse(report, "DATABASE_URL is set: a database of your own is yours to empty.")
    const embedded = await startEmbeddedPostgres({ dataDir: resolve(settings.dataDir), report: () => {} })
    try {
      return await empty(embedded, settings, report)
    } finally {
      await embedded.stop()
    }
  } catch (error) {
    if (!(error instanceof BadEnvironment)) throw error
    return refuse(report, error.message)
  }
}

async function empty(embedded: Embedded, settings: Parameters<typeof openRuntime>[0], report: Options["report"]): Promise<number> {
  const open = () => openRuntime(settings, { url: embedded.url, publicUrl: embedded.publicUrl, publicRole: "curtain_public" })
  if (!(await within(await open(), isStory))) return refuse(report, "This portal did not begin with the demo story: nothing was removed.")
  const outcome = await emptyDatabase({ url: embedded.url })
  if (outcome === "in use") return refuse(report, "The portal is running. Stop it (Ctrl-C), then ask for this again.")
  await within(await open(), begin)
  report("The demo story is gone. `npm start` begins a portal of your own and prints a new sign-in link.")
  return 0
}

async function isStory({ db }: OpenRuntime): Promise<boolean> {
  return (await findBeginning(db)) === "story.told"
}

/** A first line of its own: no story is told where something has happened. */
async function begin({ db }: OpenRuntime): Promise<void> {
  await db.transaction((tx) => recordAudit(tx, { actor: OPERATOR, action: "story.removed", subject: { kind: "portal", id: "portal" } }))
}

async function within<Result>(runtime: OpenRuntime, work: (runtime: OpenRuntime) => Promise<Result>): Promise<Result> {
  return work(runtime).finally(() => runtime.close())
}

function refuse(report: Options["report"], because: string): number {
  report(because)
  return 1
}
