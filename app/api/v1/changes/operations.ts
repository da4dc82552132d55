import { z } from "zod"
import { AUDIENCES, CHANGE_STATES, type Change } from "#lib/changes/change.ts"
import { editChange } from "#lib/changes/edit-change.ts"
import { changeType, editChangeInput, environmentName, flagKey, instant, repositoryName } from "#lib/changes/input.ts"
import { getChange, listChanges } from "#lib/changes/queries.ts"
import { type ChangeId, idOf } from "#lib/kernel/ids.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const changeShown = z
  .object({
    id: z.uuid(),
    repository: z.string().meta({ example: "acme/shop" }),
    title: z.string().meta({ example: "Show the price in the cart" }),
    body: z.string(),
    type: z.string().meta({ example: "feat" }),
    scope: z.string().nullable(),
    breaking: z.boolean(),
    audience: z.enum(AUDIENCES),
    author: z.string(),
    url: z.string().nullable(),
    sha: z.string(),
    pullRequest: z.object({ number: z.int(), url: z.string() }).nullable(),
    flags: z.array(z.string()).meta({ description: "Keys of the flags it is behind" }),
    mergedAt: z.iso.datetime(),
    deployedAt: z.iso.datetime().nullable().meta({ description: "Since when production has had it without a break" }),
    environments: z.array(z.string()).meta({ description: "Where it is in effect now" }),
    release: z.object({ id: z.uuid(), name: z.string(), state: z.string() }).nullable(),
  })
  .meta({ id: "Change" })

const id = z.uuid().transform(idOf<ChangeId>)
const oneChange = z.object({ id })
const position = z.object({ mergedAt: instant, id })

const filters = {
  state: z
    .enum(CHANGE_STATES)
    .optional()
    .meta({
      description:
        "merged: known. deployed: in effect in production, or in `environment`. unreleased: in effect in production, for customers, and " +
        "in no release that is out. released: in a release that is out.",
    }),
  repository: repositoryName.optional(),
  environment: environmentName.optional().meta({ description: "In effect in this environment" }),
  flag: flagKey.optional(),
  type: changeType.optional(),
  audience: z.enum(AUDIENCES).optional(),
}

export const listChangesOperation = operation({
  method: "get",
  path: "/api/v1/changes",
  act: "change.read",
  summary: "List changes, the newest first",
  query: z.object({ ...pageQuery, ...filters }),
  answers: { 200: { description: "Changes, by the time they were merged", schema: page(changeShown) } },
  run: async ({ deps, query: { limit, cursor, ...filter } }) => {
    const after = decodeCursor(cursor, position)
    const rows = await listChanges(deps.db, { ...filter, after, limit: limit + 1 })
    const { items, nextCursor } = pageOf(rows, limit, (change) => ({ mergedAt: change.mergedAt.toString(), id: change.id }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

export const getChangeOperation = operation({
  method: "get",
  path: "/api/v1/changes/{id}",
  act: "change.read",
  summary: "Show a change",
  params: oneChange,
  answers: { 200: { description: "The change", schema: changeShown } },
  run: async ({ deps, params }) => ({ status: 200, body: shown(await getChange(deps.db, params.id)) }),
})

export const editChangeOperation = operation({
  method: "patch",
  path: "/api/v1/changes/{id}",
  act: "change.edit",
  summary: "Edit a change",
  description: "Refused with `launching` while a release launches it, and with `released` for the flags of one that is out.",
  params: oneChange,
  body: editChangeInput,
  answers: { 200: { description: "The change as it is now", schema: changeShown } },
  run: async ({ deps, actor, params, body }) => {
    await editChange(deps, actor, { ...params, ...body })
    return { status: 200, body: shown(await getChange(deps.db, params.id)) }
  },
})

function shown(change: Change) {
  return { ...change, mergedAt: change.mergedAt.toString(), deployedAt: change.deployedAt?.toString() ?? null }
}
