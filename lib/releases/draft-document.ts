import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import type { DraftDocument } from "../documents/input.ts"
import type { DocumentId, ReleaseId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { insertDocument } from "./insert-document.ts"
import { lockEditableRelease } from "./lock-editable-release.ts"

/** A new document of a release, with its first draft. Throws Invalid beside `slug` where the asked-for one is taken. */
export async function draftDocument(
  deps: Pick<Runtime, "db">,
  actor: Actor,
  input: DraftDocument & { releaseId: ReleaseId },
): Promise<DocumentId> {
  authorize(actor, "document.write")
  return deps.db.transaction(async (tx) => {
    const release = await lockEditableRelease(tx, input.releaseId)
    return insertDocument(tx, actor, { ...input, releaseId: release.id })
  })
}
