import "server-only"
import { notFound } from "next/navigation"
import { type EditionView, getDocument, listEditions } from "#lib/documents/queries.ts"
import { isDomainError } from "#lib/kernel/errors.ts"
import { type DocumentId, idOf, isId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"

/** A document of a release with all its versions; an address that names none of that release is missing. */
export async function loadDocument({ db }: Pick<Runtime, "db">, { releaseId, documentId }: { releaseId: string; documentId: string }) {
  if (!isId(documentId)) notFound()
  const id = idOf<DocumentId>(documentId)
  const document = await getDocument(db, id).catch((error: unknown) => {
    if (isDomainError(error)) return null
    throw error
  })
  if (document === null || document.releaseId !== releaseId) notFound()
  const versions = await listEditions(db, id)
  return { document, versions: versions.map(plain) }
}

export type Version = ReturnType<typeof plain>

/** What a browser needs of a version to lay two of them over each other. */
function plain({ editionId, title, body, state, hash, approvedBy, createdAt, publishedAt }: EditionView) {
  const atMs = (publishedAt ?? createdAt).epochMilliseconds
  return { id: editionId, title, body, state, hash, approvedBy, atMs }
}
