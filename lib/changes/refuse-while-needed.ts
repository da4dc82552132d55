import { asc, eq, inArray } from "drizzle-orm"
import { releaseChanges, releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { Conflict } from "../kernel/errors.ts"
import type { ChangeId } from "../kernel/ids.ts"

type Wanted = { ids: readonly ChangeId[]; flags: "edited" | "kept" }

/** The releases' rows first, as everybody who changes what a launch depends on: a launch that begins waits, or we see it. */
export async function refuseWhileNeeded(tx: Transaction, { ids, flags }: Wanted): Promise<void> {
  const needing = await tx
    .select({ name: releases.name, state: releases.state })
    .from(releaseChanges)
    .innerJoin(releases, eq(releases.id, releaseChanges.releaseId))
    .where(inArray(releaseChanges.changeId, [...ids]))
    .orderBy(asc(releases.id))
    .for("share", { of: releases })
  for (const { name, state } of needing) {
    if (state === "scheduled") throw new Conflict("scheduled", `"${name}" is scheduled with this change: unschedule it first.`)
    if (state === "launching")
      throw new Conflict("launching", `"${name}" is launching with this change: it can be edited once that has ended.`)
    if (state === "released" && flags === "edited")
      throw new Conflict("released", `"${name}" released this change with its flags: they are part of what happened.`)
  }
}
