import { eq } from "drizzle-orm"
import { releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { LaunchId, ReleaseId, StageId } from "../kernel/ids.ts"
import { getStage } from "./queries.ts"
import type { ReleaseMail, ReleaseState } from "./release.ts"

export type LockedRelease = {
  id: ReleaseId
  name: string
  summary: string
  state: ReleaseState
  mail: ReleaseMail
  corrects: LaunchId | null
  requires: (typeof releases.$inferSelect)["requires"]
  holdSeconds: number
  graceSeconds: number
  patienceSeconds: number
  stageId: StageId
}

/** Whoever wants to change what a launch depends on takes this lock first; begin-launch takes it too. */
export async function lockRelease(tx: Transaction, releaseId: ReleaseId): Promise<LockedRelease> {
  const [release] = await tx.select().from(releases).where(eq(releases.id, releaseId)).for("update")
  if (!release) throw new NotFound("release")
  const stageId = await getStage(tx, releaseId)
  const { id, name, summary, state, mail, corrects, requires, holdSeconds, graceSeconds, patienceSeconds } = release
  return { id, name, summary, state, mail, corrects, requires, holdSeconds, graceSeconds, patienceSeconds, stageId }
}
