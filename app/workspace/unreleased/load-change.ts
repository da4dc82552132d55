import "server-only"
import type { Change } from "#lib/changes/change.ts"
import { findChange } from "#lib/changes/queries.ts"
import { listSeenExposures, type SeenExposure } from "#lib/flags/list-seen-exposures.ts"
import type { ChangeId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"

export async function loadChange({ db }: Pick<Runtime, "db">, id: ChangeId): Promise<{ change: Change; exposures: SeenExposure[] } | null> {
  const change = await findChange(db, id)
  return change === null ? null : { change, exposures: await listSeenExposures(db, change.flags) }
}
