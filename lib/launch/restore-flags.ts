import { RetryLater } from "../jobs/run-job.ts"
import type { Runtime } from "../runtime.ts"
import { type ConnectedFlip, nameOf } from "./flip.ts"
import type { Launch } from "./launch.ts"
import { moveLaunch } from "./move-launch.ts"
import { listConnectedFlips } from "./queries.ts"
import { type RestoreOutcome, restoreFlag } from "./restore-flag.ts"
import { writeOffRest } from "./write-off-rest.ts"

/** Serves roll-back and recall. Newest first, only what was attempted, only what is still ours. */
export async function restoreFlags(deps: Pick<Runtime, "db" | "flags" | "log">, launch: Launch, end: "failed" | "recalled"): Promise<void> {
  const mail = await writeOffRest(deps, launch) // first, since it needs no service to answer
  const touched = await listConnectedFlips(deps.db, launch.id, ["attempted", "applied"])
  const answers: { flip: ConnectedFlip; outcome: RestoreOutcome }[] = []
  for (const flip of touched.reverse()) answers.push({ flip, outcome: await restoreUnlessLockedOut(deps, launch, { flip, answers }) })
  const told = answers.map(({ flip, outcome }) => ({ ...outcome, name: nameOf(flip) }))
  const late = told.filter((answer) => answer.is === "retry")
  if (late.length > 0) throw new RetryLater(reasonsOf(late)) // one that is refused is asked again with it: no harm, and it may have been mended
  const refused = told.filter((answer) => answer.is === "refused")
  if (refused.length > 0) return callForAttention(deps, launch, reasonsOf(refused))
  if (mail === "in flight") throw new RetryLater("a batch of mails that was taken before the recall is still under way")
  await deps.db.transaction((tx) => moveLaunch(tx, launch, end))
}

/** A credential that was refused for one flag is not tried on the next: services lock out who knocks too often. */
async function restoreUnlessLockedOut(
  deps: Pick<Runtime, "db" | "flags">,
  launch: Launch,
  { flip, answers }: { flip: ConnectedFlip; answers: { flip: ConnectedFlip; outcome: RestoreOutcome }[] },
): Promise<RestoreOutcome> {
  const locked = answers.find(
    ({ flip: other, outcome }) => other.connectionId === flip.connectionId && outcome.is === "refused" && outcome.because === "credential",
  )
  return locked?.outcome ?? restoreFlag(deps, launch, flip)
}

/** ERROR: nobody but a person can put this right. The launch's page has every flag's recorded, desired and observed value. */
async function callForAttention(deps: Pick<Runtime, "db" | "log">, launch: Launch, because: string): Promise<void> {
  await deps.db.transaction((tx) => moveLaunch(tx, launch, "attention", { because }))
  deps.log.error({ launchId: launch.id, because }, "a flag could not be put back and needs a person")
}

function reasonsOf(answers: { name: string; reason?: string }[]): string {
  return answers.map(({ name, reason }) => `${name}: ${reason}`).join("; ")
}
