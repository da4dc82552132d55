import type { Runtime } from "../runtime.ts"
import { countOverdueBatches, countStuckLaunches, findOldestUnclaimedJob } from "./queries.ts"
import { type Metrics, metricsOfThisProcess } from "./registry.ts"

/** Everything in the text format that Prometheus reads; what the database knows is asked now. */
export async function readMetrics(deps: Pick<Runtime, "db" | "revision">): Promise<string> {
  const metrics = metricsOfThisProcess()
  const current = deps.revision.current()
  show(metrics.siteRevision, current.is === "confirmed" ? current.revision : null)
  show(metrics.oldestUnclaimedJobSeconds, await findOldestUnclaimedJob(deps.db))
  show(metrics.mailBatchesOverdue, await countOverdueBatches(deps.db))
  show(metrics.launchesStuck, await countStuckLaunches(deps.db))
  return metrics.registry.metrics()
}

/** A number nobody knows is left out: a zero would look well. */
function show(gauge: Metrics["siteRevision"], value: number | null): void {
  if (value === null) gauge.remove()
  else gauge.set(value)
}
