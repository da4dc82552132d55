import { z } from "zod"
import type { Actor } from "#lib/access/actor.ts"
import { mayDo } from "#lib/access/authorize.ts"
import { addConnectedFlag } from "#lib/flags/add-connected-flag.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { changeConnectedFlag } from "#lib/flags/change-connected-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { BUILT_IN } from "#lib/flags/flag-connection.ts"
import { changeFlagInput, flagFilter, newFlagInput, targetingRules } from "#lib/flags/input.ts"
import { type Flag, getFlag, listFlags } from "#lib/flags/queries.ts"
import { type FlagId, idOf } from "#lib/kernel/ids.ts"
import { exposure } from "../../exposure.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const flagAnswer = z
  .object({
    id: z.uuid(),
    connection: z.string(),
    key: z.string(),
    environment: z.string(),
    description: z.string(),
    exposure: exposure.meta({
      description: "Whom the flag serves its on-value to: now, if it is built-in; else when it was last looked at",
    }),
    observedAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: "When a flag of another system was last looked at; null for built-in ones" }),
    enabled: z.boolean().nullable().meta({ description: "Null for flags of other systems, as are `rollout` and `targeting`" }),
    rollout: z.int().nullable(),
    targeting: targetingRules.nullable(),
    releases: z
      .array(z.object({ id: z.uuid(), name: z.string(), state: z.string() }))
      .meta({ description: "Releases that target it, for those who may read them" }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "Flag" })

const oneFlag = z.object({ id: z.uuid().transform(idOf<FlagId>) })

export const createFlagOperation = operation({
  method: "post",
  path: "/api/v1/flags",
  act: "flag.write",
  summary: "Create a flag, or add one of a connected service",
  description:
    "A built-in flag starts off, and visitors do not know of it until a launch releases it or somebody turns it on outside of any release. A flag of a connection has to be there already: it is looked at first, and nothing is changed.",
  body: newFlagInput,
  answers: {
    201: { description: "The new flag", schema: flagAnswer },
    409: { description: "`flag_exists`, with its id; `flag_service_refused`: the service does not show it to the connection's token" },
    503: { description: "`flag_service_unavailable`: the service gave no answer; `unavailable`" },
  },
  repeatable: ({ connection }) => (connection === BUILT_IN ? "in one transaction" : "by itself"),
  run: async ({ deps, actor, body }) => {
    const { connection, ...flag } = body
    const id = connection === BUILT_IN ? await createFlag(deps, actor, { ...flag, connection }) : await addConnectedFlag(deps, actor, body)
    return { status: 201, body: answerTo(actor, await getFlag(deps.db, id)) }
  },
})

export const listFlagsOperation = operation({
  method: "get",
  path: "/api/v1/flags",
  act: "flag.read",
  summary: "List flags, the newest first",
  query: z.object({ ...pageQuery, ...flagFilter }),
  answers: { 200: { description: "Flags with their observed exposure", schema: page(flagAnswer) } },
  run: async ({ deps, query }) => {
    const { limit, cursor, ...filter } = query
    const after = decodeCursor(cursor, oneFlag)?.id ?? null
    const rows = await listFlags(deps.db, { ...filter, after, limit: limit + 1 })
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => ({ id }))
    return { status: 200, body: { items: items.map(answerOf), nextCursor } }
  },
})

export const getFlagOperation = operation({
  method: "get",
  path: "/api/v1/flags/{id}",
  act: "flag.read",
  summary: "Show a flag",
  params: oneFlag,
  answers: { 200: { description: "The flag with its observed exposure", schema: flagAnswer } },
  run: async ({ deps, params: { id } }) => ({ status: 200, body: answerOf(await getFlag(deps.db, id)) }),
})

export const changeFlagOperation = operation({
  method: "patch",
  path: "/api/v1/flags/{id}",
  act: "flag.write",
  summary: "Change a flag",
  description:
    "Refused with `launching` while a launch has it in hand. Of a flag of another system only the description changes here; the rest changes in its service, or by a release.",
  params: oneFlag,
  body: changeFlagInput,
  answers: { 200: { description: "The flag as it is now", schema: flagAnswer } },
  run: async ({ deps, actor, params: { id }, body }) => {
    const { state } = await getFlag(deps.db, id)
    await (state === null ? changeConnectedFlag : changeBuiltInFlag)(deps, actor, { ...body, id })
    return { status: 200, body: answerTo(actor, await getFlag(deps.db, id)) }
  },
})

/** Who may only write flags does not learn from the answer which releases are planned. */
function answerTo(actor: Actor, flag: Flag): z.input<typeof flagAnswer> {
  return answerOf(mayDo(actor, "flag.read") ? flag : { ...flag, releases: [] })
}

function answerOf({ state, createdAt, observedAt, ...flag }: Flag): z.input<typeof flagAnswer> {
  const { id, connection, key, environment, description, exposure, releases } = flag
  const seen = { exposure, observedAt: observedAt?.toString() ?? null }
  return { id, connection, key, environment, description, ...seen, ...(state ?? NOT_OURS), releases, createdAt: createdAt.toString() }
}

const NOT_OURS = { enabled: null, rollout: null, targeting: null }
