import type { LaunchId, ReleaseId } from "#lib/kernel/ids.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import type { LaunchState } from "#lib/launch/launch.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import type { Runtime } from "#lib/runtime.ts"
import { ADA } from "#tests/support/world.ts"

type Deps = Pick<Runtime, "db" | "settings" | "flags" | "log">

/** Begins a launch and fails the test with the report where the release is not ready. */
export async function begin(deps: Deps, releaseId: ReleaseId): Promise<LaunchId> {
  const outcome = await beginLaunch(deps, ADA, { releaseId })
  if (outcome.is !== "begun") throw new Error(`not begun: ${JSON.stringify(outcome)}`)
  return outcome.launch.id
}

/** Takes every step that is owed, as a worker would, and says where the launch ended. */
export async function advance(deps: Deps, launchId: LaunchId): Promise<LaunchState> {
  for (let steps = 0; steps < 10; steps++) {
    const before = await getLaunch(deps.db, launchId)
    await advanceLaunch(deps, { launchId })
    const after = await getLaunch(deps.db, launchId)
    if (before.state === after.state) return after.state
  }
  throw new Error(`launch ${launchId} goes on for ever`)
}

export async function launch(deps: Deps, releaseId: ReleaseId): Promise<LaunchId> {
  const launchId = await begin(deps, releaseId)
  await advance(deps, launchId)
  return launchId
}

export async function recall(deps: Deps, releaseId: ReleaseId): Promise<LaunchState> {
  const outcome = await recallLaunch(deps, ADA, { releaseId })
  return advance(deps, outcome.launch.id)
}
