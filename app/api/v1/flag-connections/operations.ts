import { z } from "zod"
import { createFlagConnection } from "#lib/flags/create-flag-connection.ts"
import { editFlagConnection } from "#lib/flags/edit-flag-connection.ts"
import { CONNECTION_KINDS } from "#lib/flags/flag-connection.ts"
import { createFlagConnectionInput, editFlagConnectionInput } from "#lib/flags/input.ts"
import { type FlagConnection, getFlagConnection, listFlagConnections } from "#lib/flags/queries.ts"
import { removeFlagConnection } from "#lib/flags/remove-flag-connection.ts"
import { testFlagConnection } from "#lib/flags/test-flag-connection.ts"
import { type FlagConnectionId, idOf } from "#lib/kernel/ids.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const report = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ check: z.string(), status: z.enum(["pass", "fail"]), detail: z.string() })),
})

const connectionShown = z
  .object({
    id: z.uuid(),
    kind: z.enum(CONNECTION_KINDS),
    name: z.string(),
    baseUrl: z.string(),
    project: z.string(),
    hasToken: z.boolean().meta({ description: "The token itself is in no answer" }),
    testedAt: z.iso.datetime().nullable(),
    report: report.nullable().meta({ description: "What the last test found; null where address or token changed since" }),
    quietUntil: z.iso.datetime().nullable().meta({ description: "The service asked not to be called before" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "FlagConnection" })

const oneConnection = z.object({ id: z.uuid().transform(idOf<FlagConnectionId>) })

export const createFlagConnectionOperation = operation({
  method: "post",
  path: "/api/v1/flag-connections",
  act: "connection.manage",
  summary: "Connect a flag service",
  description:
    "Its address has to be public and https, unless the operator allowed its host. Nothing is sent there yet: a test says what the token may do.",
  body: createFlagConnectionInput,
  answers: {
    201: { description: "The connection", schema: connectionShown },
    409: { description: "`connection_exists`, with the id of the connection to that project" },
  },
  // Its address is resolved first, and a second connection to one project is refused.
  repeatable: "by itself",
  run: async ({ deps, actor, body }) => {
    const id = await createFlagConnection(deps, actor, body)
    return { status: 201, body: shown(await getFlagConnection(deps.db, id)) }
  },
})

export const listFlagConnectionsOperation = operation({
  method: "get",
  path: "/api/v1/flag-connections",
  act: "connection.read",
  summary: "List flag connections, the newest first",
  query: z.object(pageQuery),
  answers: { 200: { description: "Connections to other services; built-in flags need none", schema: page(connectionShown) } },
  run: async ({ deps, query: { limit, cursor } }) => {
    const after = decodeCursor(cursor, oneConnection)?.id ?? null
    const { items, nextCursor } = pageOf(await listFlagConnections(deps.db, { after, limit: limit + 1 }), limit, ({ id }) => ({ id }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

export const getFlagConnectionOperation = operation({
  method: "get",
  path: "/api/v1/flag-connections/{id}",
  act: "connection.read",
  summary: "Show a flag connection",
  params: oneConnection,
  answers: { 200: { description: "The connection", schema: connectionShown } },
  run: async ({ deps, params: { id } }) => ({ status: 200, body: shown(await getFlagConnection(deps.db, id)) }),
})

export const editFlagConnectionOperation = operation({
  method: "patch",
  path: "/api/v1/flag-connections/{id}",
  act: "connection.manage",
  summary: "Edit a flag connection",
  description: "Another address forgets the token, unless a new one comes along; refused with `launching` while a launch is writing there.",
  params: oneConnection,
  body: editFlagConnectionInput,
  answers: {
    200: { description: "The connection as it is now", schema: connectionShown },
    409: { description: "`launching`, `connection_exists`" },
  },
  // A new address is resolved first, and what is as it was asked for already stays so.
  repeatable: "by itself",
  run: async ({ deps, actor, params: { id }, body }) => {
    await editFlagConnection(deps, actor, { ...body, id })
    return { status: 200, body: shown(await getFlagConnection(deps.db, id)) }
  },
})

export const removeFlagConnectionOperation = operation({
  method: "delete",
  path: "/api/v1/flag-connections/{id}",
  act: "connection.manage",
  summary: "Remove a flag connection",
  description: "With its flags here; in the flag service nothing changes.",
  params: oneConnection,
  answers: { 204: { description: "It is gone" }, 409: { description: "`in_use`: names the releases that its flags belong to" } },
  run: async ({ deps, actor, params: { id } }) => {
    await removeFlagConnection(deps, actor, id)
    return { status: 204 }
  },
})

export const testFlagConnectionOperation = operation({
  method: "post",
  path: "/api/v1/flag-connections/{id}/test",
  act: "connection.manage",
  summary: "Test a flag connection",
  description: "Asks the service, and changes nothing there. The report names each permission that the token lacks.",
  params: oneConnection,
  answers: { 200: { description: "The connection, with the report", schema: connectionShown } },
  repeatable: "by itself",
  run: async ({ deps, actor, params: { id } }) => {
    await testFlagConnection(deps, actor, id)
    return { status: 200, body: shown(await getFlagConnection(deps.db, id)) }
  },
})

function shown({ testedAt, quietUntil, createdAt, ...connection }: FlagConnection): z.input<typeof connectionShown> {
  return {
    ...connection,
    testedAt: testedAt?.toString() ?? null,
    quietUntil: quietUntil?.toString() ?? null,
    createdAt: createdAt.toString(),
  }
}
