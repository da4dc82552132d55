import { planDeliveries } from "../delivery/plan-deliveries.ts"
import { advanceSiteRevision } from "../documents/advance-site-revision.ts"
import { publishEditions } from "../documents/publish-editions.ts"
import { showShareImages } from "../documents/show-share-images.ts"
import { LostRace } from "../jobs/run-job.ts"
import type { Runtime } from "../runtime.ts"
import { applyFlips } from "./apply-flips.ts"
import { advanceLaunchJob } from "./jobs.ts"
import type { Launch } from "./launch.ts"
import { listMovedFacts } from "./list-moved-facts.ts"
import { lockLaunch } from "./lock-launch.ts"
import { moveLaunch } from "./move-launch.ts"

/** The moment. Everything of ours becomes public in one commit, or nothing does. */
export async function raiseCurtain(deps: Pick<Runtime, "db">, launch: Launch): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const standing = await lockLaunch(tx, launch)
    if (standing.state !== "flipping") throw new LostRace(`launch ${launch.id}`) // it was stopped meanwhile, or another worker was first
    const moved = await listMovedFacts(tx, launch) // what freezing cannot hold: deployments, flags that somebody else moved
    if (moved.length > 0) return moveLaunch(tx, launch, "rolling_back", { because: moved.join(" "), then: advanceLaunchJob })
    const revision = await advanceSiteRevision(tx) // one curtain at a time
    await Promise.all([
      publishEditions(tx, launch.id, revision).then(() => showShareImages(tx, launch.id, revision)),
      applyFlips(tx, launch, revision),
      standing.hold ? planDeliveries(tx, launch, standing) : null, // the audience's rule and cut-off, not a row each: the commit stays short
      moveLaunch(tx, launch, "live", { revision, then: advanceLaunchJob, ...(standing.hold ? { hold: standing.hold } : {}) }),
    ]) // independent of one another, so none waits for the answer to the one before: the site's row is locked meanwhile
  })
}
