import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { getNumberedVersion } from "../documents/queries.ts"
import type { DocumentId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { editDocument } from "./edit-document.ts"

export type RestoreVersion = { id: DocumentId; number: number; ifHash?: string | undefined }

/** Earlier words become the newest ones. The address stays as it is: it is the document's, and others may have had the old one since. */
export async function restoreVersion(deps: Pick<Runtime, "db">, actor: Actor, { id, number, ifHash }: RestoreVersion): Promise<void> {
  authorize(actor, "document.write")
  const { title, body, tags } = await getNumberedVersion(deps.db, { id, number })
  await editDocument(deps, actor, { id, title, body, tags, ifHash })
}
