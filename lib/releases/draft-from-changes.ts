import { eq } from "drizzle-orm"
import { changes } from "#db/schema/changes.ts"
import { documents } from "#db/schema/documents.ts"
import { launches } from "#db/schema/launches.ts"
import { releaseChanges, releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import type { DocumentId, ReleaseId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { correctionDraft, type DraftedChange, type FirstDraft, firstDrafts } from "./first-drafts.ts"
import { insertDocument } from "./insert-document.ts"
import { lockEditableRelease } from "./lock-editable-release.ts"
import type { LockedRelease } from "./lock-release.ts"

/** Writes first drafts of the kinds the release has no document of yet; asked again, it writes nothing. */
export async function draftFromChanges(deps: Pick<Runtime, "db">, actor: Actor, input: { releaseId: ReleaseId }): Promise<DocumentId[]> {
  authorize(actor, "document.write")
  return deps.db.transaction(async (tx) => {
    const release = await lockEditableRelease(tx, input.releaseId)
    const present = await tx.select({ kind: documents.kind }).from(documents).where(eq(documents.releaseId, release.id))
    const missing = (await draftsOf(tx, release)).filter((draft) => present.every(({ kind }) => kind !== draft.kind))
    const drafted: DocumentId[] = []
    for (const draft of missing) drafted.push(await insertDocument(tx, actor, { ...draft, locale: "en", releaseId: release.id }))
    return drafted
  })
}

async function draftsOf(tx: Transaction, release: LockedRelease): Promise<FirstDraft[]> {
  if (release.corrects === null) return firstDrafts(release, await changesOf(tx, release.id))
  const [corrected] = await tx
    .select({ name: releases.name })
    .from(launches)
    .innerJoin(releases, eq(releases.id, launches.releaseId))
    .where(eq(launches.id, release.corrects))
  return [correctionDraft(release, corrected?.name ?? release.name)]
}

function changesOf(tx: Transaction, releaseId: ReleaseId): Promise<DraftedChange[]> {
  return tx
    .select({ title: changes.title, body: changes.body, type: changes.type, scope: changes.scope, breaking: changes.breaking })
    .from(releaseChanges)
    .innerJoin(changes, eq(changes.id, releaseChanges.changeId))
    .where(eq(releaseChanges.releaseId, releaseId))
    .orderBy(releaseChanges.position)
}
