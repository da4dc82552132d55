import { sql } from "drizzle-orm"
import type { Queryable } from "#db/transaction.ts"
import type { Actor } from "#lib/access/actor.ts"
import { openConnectedFlags } from "#lib/flags/open-connected-flags.ts"
import { unleashProvider } from "#lib/flags/providers/unleash.ts"
import { idOf, type ReleaseId } from "#lib/kernel/ids.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { openOutbound } from "#lib/outbound/open-outbound.ts"
import { guardProcess } from "#lib/portal/guard-process.ts"
import { openRuntime, readSettings } from "#lib/runtime.ts"
import { bindings, startLoops } from "#lib/worker.ts"
import { callsWithSeams, parseSeam, printSeam, type Seam, withSeams } from "#tests/support/seams.ts"

// A process of its own that begins a launch, recalls one, or works as a worker, and dies where it is told to. Prints each seam it passes.

const OWNER: Actor = { kind: "bootstrap", name: "bootstrap token" }

const [task, releaseId = ""] = process.argv.slice(2)
const deadly = process.env.CRASH_AT
guardProcess("error")
const settings = readSettings(process.env)
const { TEST_PUBLIC_URL: publicUrl = "", DATABASE_URL: url = "" } = process.env
const runtime = await openRuntime(settings, { url, publicUrl, publicRole: "curtain_public" })
const input = { releaseId: idOf<ReleaseId>(releaseId) }

if (parseSeam(deadly) === null && deadly !== undefined) throw new Error(`${deadly} is no seam`)

const die = (seam: Seam) => {
  process.stdout.write(`seam ${printSeam(seam)}\n`)
  if (printSeam(seam) === deadly) process.kill(process.pid, "SIGKILL")
}

/** Of all the workers together: a number that the next one goes on from. A client's acts are counted for themselves. */
const shared = (sequence: "seam_commits" | "seam_calls") =>
  task === "work" ? (db: Queryable = runtime.db) => nextOf(db, sequence) : undefined

async function nextOf(db: Queryable, sequence: string): Promise<number> {
  const [row] = await db.execute<{ nextval: string }>(sql`select nextval(${sequence})`)
  return Number(row?.nextval)
}

const db = withSeams(runtime.db, die, shared("seam_commits"))
const outbound = callsWithSeams(
  openOutbound({ allowPrivateHosts: settings.allowPrivateHosts, log: runtime.log }),
  die,
  shared("seam_calls"),
)
const flags = openConnectedFlags({ db: runtime.db, settings, log: runtime.log, providers: { unleash: unleashProvider(outbound) } })
const deps = { ...runtime, db, flags }

if (task === "begin") {
  const outcome = await beginLaunch(deps, OWNER, input)
  if (outcome.is !== "begun") throw new Error(JSON.stringify(outcome))
  await runtime.close()
} else if (task === "recall") {
  await recallLaunch(deps, OWNER, input)
  await runtime.close()
} else {
  startLoops(runtime)
  await runtime.queue.work(bindings(deps))
  process.stdout.write("working\n")
}
