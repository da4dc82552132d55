import { eq, sql } from "drizzle-orm"
import { releases } from "#db/schema/releases.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Invalid } from "../kernel/errors.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { EditRelease } from "./input.ts"
import { lockEditableRelease } from "./lock-editable-release.ts"
import { refuseWrongAudience } from "./refuse-wrong-audience.ts"
import { writeChanges } from "./write-changes.ts"
import { writeTargets } from "./write-targets.ts"

/** Changes what was given and leaves the rest. Refused while the release is scheduled, launching or public. */
export async function editRelease(deps: Pick<Runtime, "db">, actor: Actor, input: EditRelease & { id: ReleaseId }): Promise<void> {
  authorize(actor, "release.plan")
  return deps.db.transaction(async (tx) => {
    const release = await lockEditableRelease(tx, input.id)
    if (release.corrects !== null && input.mail === "none")
      throw new Invalid([{ path: "mail", message: "must be send: a correction is a mail and nothing else" }])
    if (input.audience !== undefined) await refuseWrongAudience(tx, input.audience, release.corrects)
    await tx.update(releases).set(columnsOf(input)).where(eq(releases.id, release.id))
    if (input.changes) await writeChanges(tx, release.id, input.changes)
    if (input.flags) await writeTargets(tx, release.stageId, input.flags)
    const { id, ...given } = input
    await recordAudit(tx, { actor, action: "release.edited", subject: { kind: "release", id }, detail: given })
  })
}

function columnsOf(input: EditRelease) {
  return {
    updatedAt: sql`now()`,
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.summary === undefined ? {} : { summary: input.summary }),
    ...(input.owner === undefined ? {} : { owner: input.owner }),
    ...(input.requires === undefined ? {} : { requires: input.requires }),
    ...(input.mail === undefined ? {} : { mail: input.mail }),
    ...(input.audience === undefined ? {} : { topics: input.audience.topics, segmentId: input.audience.segment }),
    ...(input.hold === undefined ? {} : { holdSeconds: input.hold }),
    ...(input.grace === undefined ? {} : { graceSeconds: input.grace }),
    ...(input.patience === undefined ? {} : { patienceSeconds: input.patience }),
  }
}
