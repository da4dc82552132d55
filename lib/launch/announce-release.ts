import { eq, sql } from "drizzle-orm"
import { launches } from "#db/schema/launches.ts"
import { beginMail } from "../delivery/begin-mail.ts"
import { RetryLater } from "../jobs/run-job.ts"
import type { Runtime } from "../runtime.ts"
import type { Launch } from "./launch.ts"
import { moveLaunch } from "./move-launch.ts"

/** From here on, things leave the building. Where nothing does, the launch settles. */
export async function announceRelease(deps: Pick<Runtime, "db">, launch: Launch): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const [row] = await tx
      .select({ isHeld: sql<boolean>`coalesce(${launches.holdUntil} > clock_timestamp(), false)` })
      .from(launches)
      .where(eq(launches.id, launch.id))
    if (row?.isHeld) throw new RetryLater("the hold is not over") // the database's clock
    await moveLaunch(tx, launch, (await beginMail(tx, launch.id)) ? "announcing" : "settled")
  })
}
