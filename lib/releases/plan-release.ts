import { releases, stages } from "#db/schema/releases.ts"
import { type Actor, nameOf } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { newId, type ReleaseId, type StageId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { PlanRelease } from "./input.ts"
import { refuseWrongAudience } from "./refuse-wrong-audience.ts"
import { refuseWrongCorrection } from "./refuse-wrong-correction.ts"
import { writeChanges } from "./write-changes.ts"
import { writeTargets } from "./write-targets.ts"

/** A new plan with its one stage, Everyone. Throws Invalid with every change and flag it cannot take. */
export async function planRelease(deps: Pick<Runtime, "db">, actor: Actor, input: PlanRelease): Promise<ReleaseId> {
  authorize(actor, "release.plan")
  return deps.db.transaction(async (tx) => {
    const id = newId<ReleaseId>()
    const stageId = newId<StageId>()
    if (input.audience !== undefined) await refuseWrongAudience(tx, input.audience, input.corrects ?? null)
    if (input.corrects !== undefined) await refuseWrongCorrection(tx, { mail: input.mail, corrects: input.corrects })
    await tx.insert(releases).values({
      id,
      name: input.name,
      summary: input.summary,
      owner: input.owner ?? nameOf(actor).name,
      requires: input.requires,
      mail: input.mail,
      corrects: input.corrects ?? null,
      topics: input.audience?.topics ?? null,
      segmentId: input.audience?.segment ?? null,
      holdSeconds: input.hold,
      graceSeconds: input.grace,
      patienceSeconds: input.patience,
    })
    await tx.insert(stages).values({ id: stageId, releaseId: id, name: "Everyone", position: 0 })
    await writeChanges(tx, id, input.changes)
    await writeTargets(tx, stageId, input.flags)
    await recordAudit(tx, { actor, action: "release.planned", subject: { kind: "release", id }, detail: { name: input.name } })
    return id
  })
}
