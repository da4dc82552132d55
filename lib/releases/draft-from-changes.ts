import { eq } from "drizzle-orm"
import { changes } from "#db/schema/changes.ts"
import { documents } from "#db/schema/documents.ts"
import { releaseChanges } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import type { DocumentId, ReleaseId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { type DraftedChange, firstDrafts } from "./first-drafts.ts"
import { insertDocument } from "./insert-document.ts"
import { lockEditableRelease } from "./lock-editable-release.ts"

/** Writes first drafts of the kinds the release has no document of yet; asked again, it writes nothing. */
export async function draftFromChanges(deps: Pick<Runtime, "db">, actor: Actor, input: { releaseId: ReleaseId }): Promise<DocumentId[]> {
  authorize(actor, "document.write")
  return deps.db.transaction(async (tx) => {
    const release = await lockEditableRelease(tx, input.releaseId)
    const present = await tx.select({ kind: documents.kind }).from(documents).where(eq(documents.releaseId, release.id))
    const missing = firstDrafts(release, await changesOf(tx, release.id)).filter((draft) =>
      present.every(({ kind }) => kind !== draft.kind),
    )
    const drafted: DocumentId[] = []
    for (const draft of missing) drafted.push(await insertDocument(tx, actor, { ...draft, locale: "en", releaseId: release.id }))
    return drafted
  })
}

function changesOf(tx: Transaction, releaseId: ReleaseId): Promise<DraftedChange[]> {
  return tx
    .select({ title: changes.title, body: changes.body, type: changes.type, scope: changes.scope, breaking: changes.breaking })
    .from(releaseChanges)
    .innerJoin(changes, eq(changes.id, releaseChanges.changeId))
    .where(eq(releaseChanges.releaseId, releaseId))
    .orderBy(releaseChanges.position)
}
