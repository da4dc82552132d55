import { z } from "zod"
import { EDITION_STATES } from "#lib/documents/edition.ts"
import { restoreVersionInput } from "#lib/documents/input.ts"
import { getDocument, getVersion, listVersions, type VersionView } from "#lib/documents/queries.ts"
import { type DocumentId, type EditionVersionId, idOf } from "#lib/kernel/ids.ts"
import { restoreVersion } from "#lib/releases/restore-version.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"
import { documentShown, shownDocument } from "./operations.ts"

const oneDocument = z.object({ id: z.uuid().transform(idOf<DocumentId>) })

const oneVersion = z.object({ id: z.uuid().transform(idOf<EditionVersionId>) })

const versionShown = z.object({
  id: z.uuid(),
  number: z.int().meta({ description: "1 for the first words of the document" }),
  locale: z.string(),
  title: z.string(),
  slug: z.string(),
  tags: z.array(z.string()),
  hash: z.string().meta({ description: "Names exactly these words" }),
  state: z
    .enum(EDITION_STATES)
    .nullable()
    .meta({ description: "Of the edition that says these words now; null where they were rewritten" }),
  writtenBy: z.string(),
  writtenAt: z.iso.datetime(),
  approvals: z.array(z.object({ by: z.string(), at: z.iso.datetime() })).meta({ description: "Who approved exactly these words" }),
})

const position = z.object({ number: z.int() })

export const listVersionsOperation = operation({
  method: "get",
  path: "/api/v1/documents/{id}/versions",
  act: "document.read",
  summary: "List the versions of a document",
  description: "Every wording it ever had, the newest first, without the texts: each of them is asked for by its id.",
  params: oneDocument,
  query: z.object(pageQuery),
  answers: { 200: { description: "Versions", schema: page(versionShown) } },
  run: async ({ deps, params, query: { limit, cursor } }) => {
    const document = await getDocument(deps.db, params.id)
    const before = decodeCursor(cursor, position)?.number ?? null
    const { items, nextCursor } = pageOf(await listVersions(deps.db, document.id, { before, limit: limit + 1 }), limit, ({ number }) => ({
      number,
    }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

export const getVersionOperation = operation({
  method: "get",
  path: "/api/v1/document-versions/{id}",
  act: "document.read",
  summary: "Get a version of a document",
  params: oneVersion,
  answers: { 200: { description: "The version", schema: versionShown.extend({ body: z.string().meta({ description: "Markdown" }) }) } },
  run: async ({ deps, params }) => {
    const version = await getVersion(deps.db, params.id)
    return { status: 200, body: { ...shown(version), body: version.body } }
  },
})

export const restoreVersionOperation = operation({
  method: "post",
  path: "/api/v1/documents/{id}/restore",
  act: "document.write",
  summary: "Write the words of an earlier version again",
  description: "Title, text and tags become the newest ones, as a draft that has to be approved. The address stays as it is.",
  params: oneDocument,
  body: restoreVersionInput,
  answers: { 200: { description: "The document", schema: documentShown } },
  run: async ({ deps, actor, params, body }) => {
    await restoreVersion(deps, actor, { ...body, id: params.id })
    return { status: 200, body: shownDocument(await getDocument(deps.db, params.id)) }
  },
})

function shown({ id, number, locale, title, slug, tags, hash, state, writtenBy, writtenAt, approvals }: VersionView) {
  const approved = approvals.map(({ by, at }) => ({ by, at: at.toString() }))
  return { id, number, locale, title, slug, tags, hash, state, writtenBy, writtenAt: writtenAt.toString(), approvals: approved }
}
