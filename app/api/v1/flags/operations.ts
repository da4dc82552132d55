import { z } from "zod"
import type { Actor } from "#lib/access/actor.ts"
import { mayDo } from "#lib/access/authorize.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { changeFlagInput, createFlagInput, environmentName, flagKey, targetingRules } from "#lib/flags/input.ts"
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
    exposure: exposure.meta({ description: "Whom the flag serves its on-value to, as it was seen now" }),
    enabled: z.boolean(),
    rollout: z.int(),
    targeting: targetingRules,
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
  summary: "Create a flag",
  description: "It starts off, and visitors do not know of it until a launch releases it or somebody turns it on outside of any release.",
  body: createFlagInput,
  answers: { 201: { description: "The new flag", schema: flagAnswer } },
  run: async ({ deps, actor, body }) => ({
    status: 201,
    body: answerTo(actor, await getFlag(deps.db, await createFlag(deps, actor, body))),
  }),
})

export const listFlagsOperation = operation({
  method: "get",
  path: "/api/v1/flags",
  act: "flag.read",
  summary: "List flags, the newest first",
  query: z.object({ ...pageQuery, key: flagKey.optional(), environment: environmentName.optional() }),
  answers: { 200: { description: "Flags with their observed exposure", schema: page(flagAnswer) } },
  run: async ({ deps, query }) => {
    const { limit, cursor, key, environment } = query
    const after = decodeCursor(cursor, oneFlag)?.id ?? null
    const { items, nextCursor } = pageOf(await listFlags(deps.db, { key, environment, after, limit: limit + 1 }), limit, ({ id }) => ({
      id,
    }))
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
  summary: "Change a built-in flag",
  description: "Refused with `launching` while a launch has it in hand.",
  params: oneFlag,
  body: changeFlagInput,
  answers: { 200: { description: "The flag as it is now", schema: flagAnswer } },
  run: async ({ deps, actor, params: { id }, body }) => {
    await changeBuiltInFlag(deps, actor, { ...body, id })
    return { status: 200, body: answerTo(actor, await getFlag(deps.db, id)) }
  },
})

/** Who may only write flags does not learn from the answer which releases are planned. */
function answerTo(actor: Actor, flag: Flag): z.input<typeof flagAnswer> {
  return answerOf(mayDo(actor, "flag.read") ? flag : { ...flag, releases: [] })
}

function answerOf({ state, createdAt, ...flag }: Flag): z.input<typeof flagAnswer> {
  const { id, connection, key, environment, description, exposure, releases } = flag
  return { id, connection, key, environment, description, exposure, ...state, releases, createdAt: createdAt.toString() }
}
