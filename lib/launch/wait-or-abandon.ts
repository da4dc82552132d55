import { eq, sql } from "drizzle-orm"
import { launches } from "#db/schema/launches.ts"
import { RetryLater } from "../jobs/run-job.ts"
import type { Runtime } from "../runtime.ts"
import { advanceLaunchJob } from "./jobs.ts"
import type { Launch } from "./launch.ts"
import { moveLaunch } from "./move-launch.ts"

/** A flag service that keeps us waiting: by name, why, and from when on it may be asked again. */
type Late = { name: string; reason: string; afterMs?: number }

/** Within the release's patience the job comes again. Once that is spent, or sure to be, everything is put back. */
export async function waitOrAbandon(deps: Pick<Runtime, "db" | "log">, launch: Launch, late: Late[]): Promise<void> {
  const why = late.map(({ name, reason }) => `${name}: ${reason}`).join("; ")
  const longest = Math.max(0, ...late.map(({ afterMs = 0 }) => afterMs))
  await deps.db.transaction(async (tx) => {
    const [row] = await tx
      .select({ hasPatience: sql<boolean>`${launches.patientUntil} > clock_timestamp() + make_interval(secs => ${longest / 1000})` })
      .from(launches)
      .where(eq(launches.id, launch.id))
    if (row?.hasPatience) throw new RetryLater(why)
    await moveLaunch(tx, launch, "rolling_back", { because: `Out of patience. ${why}`, then: advanceLaunchJob })
  })
  deps.log.warn({ launchId: launch.id, because: why }, "a launch ran out of patience with a flag service and puts everything back")
}
