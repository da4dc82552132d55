import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import type { Cast, StoryDeps } from "./cast.ts"
import { FLAGS } from "./flags.ts"

export async function tellFlags(deps: StoryDeps, { engineer }: Cast): Promise<void> {
  for (const { key, environment, description, rollout, targeting } of FLAGS) {
    const id = await createFlag(deps, engineer, { connection: "builtin", key, environment, description })
    if (rollout === undefined) continue
    await changeBuiltInFlag(deps, engineer, { id, enabled: true, rollout, ...(targeting === undefined ? {} : { targeting }) })
  }
}
