import "server-only"
import { notFound } from "next/navigation"
import { type DocumentView, getDocument, listUsedTags, listVersions, type VersionView } from "#lib/documents/queries.ts"
import { isDomainError } from "#lib/kernel/errors.ts"
import { type DocumentId, idOf, isId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"

/** As many as anybody chooses from in a list; the interface has the others. */
const MOST_VERSIONS = 200

/** More would be a wall of words under a field. */
const MOST_TAGS = 12

export type Compared = { older: VersionView; newer: VersionView }

type Named = { releaseId: string; documentId: string }
type Asked = { older?: string | string[] | undefined; newer?: string | string[] | undefined }

/** A document of a release with all its versions; an address that names none of that release is missing. */
export async function loadDocument({ db }: Pick<Runtime, "db">, named: Named, asked: Asked) {
  const document = await findOne(db, named)
  const versions = await listVersions(db, document.id, { before: null, limit: MOST_VERSIONS })
  return { document, versions, compared: comparedIn(versions, asked), usedTags: await listUsedTags(db, MOST_TAGS) }
}

async function findOne(db: Runtime["db"], { releaseId, documentId }: Named): Promise<DocumentView> {
  if (!isId(documentId)) notFound()
  const document = await getDocument(db, idOf<DocumentId>(documentId)).catch((error: unknown) => {
    if (isDomainError(error)) return null
    throw error
  })
  if (document === null || document.releaseId !== releaseId) notFound()
  return document
}

/** Which two the address asks for, or else the newest and the one before it; null while there is one. */
function comparedIn(versions: readonly VersionView[], asked: Asked): Compared | null {
  const numbered = (text: Asked["older"]) => versions.find(({ number }) => String(number) === text)
  const newer = numbered(asked.newer) ?? versions[0]
  const older = numbered(asked.older) ?? versions.find(({ number }) => newer !== undefined && number < newer.number)
  return newer === undefined || older === undefined ? null : { older, newer }
}
