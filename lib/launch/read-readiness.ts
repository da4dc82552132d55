import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import { getRelease, getStage } from "../releases/queries.ts"
import type { Runtime } from "../runtime.ts"
import { gatherFacts } from "./gather-facts.ts"
import { evaluateReadiness, type ReadinessReport } from "./readiness.ts"
import { surveyFlags } from "./survey-flags.ts"

/** What a launch would find if it began now. Nothing is locked and nothing kept: begin-launch looks again for itself. */
export async function readReadiness(
  deps: Pick<Runtime, "db" | "settings" | "flags">,
  actor: Actor,
  input: { releaseId: ReleaseId },
): Promise<ReadinessReport> {
  authorize(actor, "release.read")
  const release = await getRelease(deps.db, input.releaseId)
  const given = { settings: deps.settings, survey: await surveyFlags(deps, release.id) }
  const { facts } = await gatherFacts(deps.db, { ...release, stageId: await getStage(deps.db, release.id) }, given)
  return evaluateReadiness(facts)
}
