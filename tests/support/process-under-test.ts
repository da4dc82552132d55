import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "#lib/access/actor.ts"
import { idOf, type ReleaseId } from "#lib/kernel/ids.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { openRuntime, readSettings } from "#lib/runtime.ts"
import { bindings, startLoops } from "#lib/worker.ts"
import { parseSeam, printSeam, type Seam, withSeams } from "#tests/support/seams.ts"

// A process of its own that begins a launch, recalls one, or works as a worker, and dies where it is told to. Prints each seam it passes.

const OWNER: Actor = { kind: "bootstrap", name: "bootstrap token" }

const [task, releaseId = ""] = process.argv.slice(2)
const deadly = parseSeam(process.env.CRASH_AT)
const settings = readSettings(process.env)
const { TEST_PUBLIC_URL: publicUrl = "", DATABASE_URL: url = "" } = process.env
const runtime = await openRuntime(settings, { url, publicUrl, publicRole: "curtain_public" })

const die = (seam: Seam) => {
  process.stdout.write(`seam ${printSeam(seam)}\n`)
  if (deadly && deadly.commit === seam.commit && deadly.side === seam.side) process.kill(process.pid, "SIGKILL")
}

/** Of all the workers' commits together: each moves the launch on by one. */
async function movesSoFar(tx: Transaction): Promise<number> {
  const [row] = await tx.execute<{ count: string }>(
    "select count(*) from audit_records where action = 'launch.moved' and actor_kind = 'system'",
  )
  return Number(row?.count)
}

const db = task === "work" ? withSeams(runtime.db, die, movesSoFar) : withSeams(runtime.db, die)
const deps = { ...runtime, db }
const input = { releaseId: idOf<ReleaseId>(releaseId) }

if (task === "begin") {
  const outcome = await beginLaunch(deps, OWNER, input)
  if (outcome.is !== "begun") throw new Error(JSON.stringify(outcome.report))
  await runtime.close()
} else if (task === "recall") {
  await recallLaunch(deps, OWNER, input)
  await runtime.close()
} else {
  startLoops(runtime)
  await runtime.queue.work(bindings(deps))
  process.stdout.write("working\n")
}
