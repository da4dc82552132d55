import { desc, sql } from "drizzle-orm"
import { releases } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import type { ReleaseState } from "./release.ts"

export type ReleaseName = { id: ReleaseId; name: string; state: ReleaseState }

/** Those whose name has these letters in it, what was touched last first. No more than a name: asked at every key somebody presses. */
export function listReleasesAbout(db: Queryable, { letters, limit }: { letters: string; limit: number }): Promise<ReleaseName[]> {
  return db
    .select({ id: releases.id, name: releases.name, state: releases.state })
    .from(releases)
    .where(letters === "" ? undefined : sql`position(${letters.toLowerCase()} in lower(${releases.name})) > 0`)
    .orderBy(desc(releases.updatedAt), desc(releases.id))
    .limit(limit)
}
