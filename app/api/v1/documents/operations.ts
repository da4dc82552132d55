import { z } from "zod"
import { DOCUMENT_KINDS } from "#lib/documents/document.ts"
import { EDITION_STATES } from "#lib/documents/edition.ts"
import { approveInput, draftDocumentInput, editDocumentInput } from "#lib/documents/input.ts"
import { type DocumentView, getDocument, listDocuments } from "#lib/documents/queries.ts"
import { type DocumentId, idOf } from "#lib/kernel/ids.ts"
import { approveDocument } from "#lib/releases/approve-document.ts"
import { draftDocument } from "#lib/releases/draft-document.ts"
import { draftFromChanges } from "#lib/releases/draft-from-changes.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { getRelease } from "#lib/releases/queries.ts"
import { operation } from "../../operation.ts"
import { oneRelease } from "../releases/operations.ts"

const oneDocument = z.object({ id: z.uuid().transform(idOf<DocumentId>) })

export const documentShown = z.object({
  id: z.uuid(),
  release: z.uuid(),
  kind: z.enum(DOCUMENT_KINDS),
  locale: z.string(),
  title: z.string(),
  slug: z.string(),
  body: z.string().meta({ description: "Markdown" }),
  tags: z.array(z.string()),
  state: z.enum(EDITION_STATES).meta({ description: "Of the words shown: those in work, or else the live or last ones" }),
  hash: z.string().meta({ description: "Names exactly these words; an approval is bound to it" }),
})

const documentList = z.object({ items: z.array(documentShown) })

export const draftDocumentOperation = operation({
  method: "post",
  path: "/api/v1/releases/{id}/documents",
  act: "document.write",
  summary: "Add a document to a release",
  params: oneRelease,
  body: draftDocumentInput,
  answers: { 201: { description: "The document, as a draft", schema: documentShown } },
  run: async ({ deps, actor, params, body }) => {
    const id = await draftDocument(deps, actor, { ...body, releaseId: params.id })
    return { status: 201, body: shownDocument(await getDocument(deps.db, id)) }
  },
})

export const listDocumentsOperation = operation({
  method: "get",
  path: "/api/v1/releases/{id}/documents",
  act: "document.read",
  summary: "List the documents of a release",
  params: oneRelease,
  answers: { 200: { description: "Its documents, in the order they were added", schema: documentList } },
  run: async ({ deps, params }) => {
    const release = await getRelease(deps.db, params.id)
    return { status: 200, body: { items: (await listDocuments(deps.db, release.id)).map(shownDocument) } }
  },
})

export const draftFromChangesOperation = operation({
  method: "post",
  path: "/api/v1/releases/{id}/drafts",
  act: "document.write",
  summary: "Write first drafts from the changes of a release",
  description: "One document of each kind that the release does not have yet. Asked again, it writes nothing and lists what there is.",
  params: oneRelease,
  answers: { 201: { description: "All documents of the release", schema: documentList } },
  run: async ({ deps, actor, params }) => {
    await draftFromChanges(deps, actor, { releaseId: params.id })
    return { status: 201, body: { items: (await listDocuments(deps.db, params.id)).map(shownDocument) } }
  },
})

export const getDocumentOperation = operation({
  method: "get",
  path: "/api/v1/documents/{id}",
  act: "document.read",
  summary: "Get a document",
  params: oneDocument,
  answers: { 200: { description: "The document", schema: documentShown } },
  run: async ({ deps, params }) => ({ status: 200, body: shownDocument(await getDocument(deps.db, params.id)) }),
})

export const editDocumentOperation = operation({
  method: "patch",
  path: "/api/v1/documents/{id}",
  act: "document.write",
  summary: "Edit a document",
  description: "Other words void the approval. A live text stays as it is: the new words are a draft beside it.",
  params: oneDocument,
  body: editDocumentInput,
  answers: { 200: { description: "The document", schema: documentShown } },
  run: async ({ deps, actor, params, body }) => {
    await editDocument(deps, actor, { ...body, id: params.id })
    return { status: 200, body: shownDocument(await getDocument(deps.db, params.id)) }
  },
})

export const approveDocumentOperation = operation({
  method: "post",
  path: "/api/v1/documents/{id}/approve",
  act: "document.approve",
  summary: "Approve exactly these words",
  description: "Refused with 409 `stale` where the document has another hash by now. Whoever wrote the words cannot approve them.",
  params: oneDocument,
  body: approveInput,
  answers: { 200: { description: "The document", schema: documentShown } },
  run: async ({ deps, actor, params, body }) => {
    await approveDocument(deps, actor, { id: params.id, hash: body.hash })
    return { status: 200, body: shownDocument(await getDocument(deps.db, params.id)) }
  },
})

export function shownDocument({ id, releaseId, kind, locale, title, slug, body, tags, state, hash }: DocumentView) {
  return { id, release: releaseId, kind, locale, title, slug, body, tags, state, hash }
}
