import { and, eq, sql } from "drizzle-orm"
import { builtInFlags, flags } from "#db/schema/flags.ts"
import type { Runtime } from "../runtime.ts"
import type { EvaluableFlag } from "./evaluation.ts"

/** Flags as they are at this instant, unreleased ones included: for a team's own servers, never for visitors. */
export async function listCurrentFlags(deps: Pick<Runtime, "db">, wanted: { environment: string; key?: string }): Promise<EvaluableFlag[]> {
  const rows = await deps.db
    .select({ key: flags.key, enabled: builtInFlags.enabled, rollout: builtInFlags.rollout, targeting: builtInFlags.targeting })
    .from(flags)
    .innerJoin(builtInFlags, eq(builtInFlags.flagId, flags.id))
    .where(
      and(
        eq(flags.connectionId, "builtin"),
        eq(flags.environment, wanted.environment),
        wanted.key === undefined ? undefined : eq(flags.key, wanted.key),
      ),
    )
    .orderBy(sql`${flags.key} collate "C"`)
  return rows.map(({ key, enabled, rollout, targeting }) => ({ key, state: { enabled, rollout, targeting } }))
}
