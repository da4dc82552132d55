import { eq, sql } from "drizzle-orm"
import { releaseChanges, releases } from "#db/schema/releases.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { Runtime } from "../runtime.ts"
import type { AddChanges } from "./input.ts"
import { lockEditableRelease } from "./lock-editable-release.ts"
import { writeChanges } from "./write-changes.ts"

/** Adds to what the release has, read under its lock: of two people who add at once, neither loses anything. */
export async function addChanges(deps: Pick<Runtime, "db">, actor: Actor, input: AddChanges): Promise<void> {
  authorize(actor, "release.plan")
  return deps.db.transaction(async (tx) => {
    const { id } = await lockEditableRelease(tx, input.id)
    const present = await tx
      .select({ id: releaseChanges.changeId })
      .from(releaseChanges)
      .where(eq(releaseChanges.releaseId, id))
      .orderBy(releaseChanges.position)
    const changes = [...new Set([...present.map((change) => change.id), ...input.changes])]
    if (changes.length === present.length) return
    await writeChanges(tx, id, changes)
    await tx.update(releases).set({ updatedAt: sql`now()` }).where(eq(releases.id, id))
    await recordAudit(tx, { actor, action: "release.edited", subject: { kind: "release", id }, detail: { changes } })
  })
}
