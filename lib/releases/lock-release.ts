import { eq } from "drizzle-orm"
import { releases } from "#db/schema/releases.ts"
import { segments } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { LaunchId, ReleaseId, SegmentId, StageId } from "../kernel/ids.ts"
import { getStage } from "./queries.ts"
import type { ReleaseMail, ReleaseState } from "./release.ts"

export type LockedRelease = {
  id: ReleaseId
  name: string
  summary: string
  state: ReleaseState
  mail: ReleaseMail
  corrects: LaunchId | null
  topics: string[] | null
  segmentId: SegmentId | null
  requires: (typeof releases.$inferSelect)["requires"]
  holdSeconds: number
  graceSeconds: number
  patienceSeconds: number
  stageId: StageId
}

/** Whoever wants to change what a launch depends on takes this lock first; begin-launch takes it too. The release's segment stays as it is meanwhile. */
export async function lockRelease(tx: Transaction, releaseId: ReleaseId): Promise<LockedRelease> {
  const [release] = await tx.select().from(releases).where(eq(releases.id, releaseId)).for("update")
  if (!release) throw new NotFound("release")
  if (release.segmentId !== null) await tx.select({ id: segments.id }).from(segments).where(eq(segments.id, release.segmentId)).for("share")
  const stageId = await getStage(tx, releaseId)
  const { id, name, summary, state, mail, corrects, topics, segmentId, requires, holdSeconds, graceSeconds, patienceSeconds } = release
  return { id, name, summary, state, mail, corrects, topics, segmentId, requires, holdSeconds, graceSeconds, patienceSeconds, stageId }
}
