import { z } from "zod"
import { SCOPES } from "#lib/access/actor.ts"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { type ApiToken, getToken, listTokens } from "#lib/access/queries.ts"
import { revokeToken } from "#lib/access/revoke-token.ts"
import { idOf, type TokenId } from "#lib/kernel/ids.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const tokenShown = z.object({
  id: z.uuid(),
  name: z.string().meta({ example: "CI of acme/shop" }),
  scopes: z.array(z.enum(SCOPES)),
  environment: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable().meta({ description: "To the minute" }),
  revokedAt: z.iso.datetime().nullable(),
})

const onlyText = z
  .string()
  .nullable()
  .meta({ description: "Shown this once and never stored; null where a repeated request is answered again", example: "curtain_…" })

const oneToken = z.object({ id: z.uuid().transform(idOf<TokenId>) })

export const createTokenOperation = operation({
  method: "post",
  path: "/api/v1/tokens",
  act: "token.manage",
  summary: "Create a token",
  description: "The text of the token is in this answer and nowhere else. If the answer was lost, revoke the token and create another one.",
  body: createTokenInput,
  answers: { 201: { description: "The token", schema: tokenShown.extend({ token: onlyText }) } },
  shownOnce: ["token"],
  run: async ({ deps, actor, body }) => {
    const { id, token } = await createToken(deps, actor, body)
    return { status: 201, body: { ...shown(await getToken(deps.db, id)), token } }
  },
})

export const listTokensOperation = operation({
  method: "get",
  path: "/api/v1/tokens",
  act: "token.manage",
  summary: "List tokens, the newest first",
  query: z.object(pageQuery),
  answers: { 200: { description: "Tokens, without their texts", schema: page(tokenShown) } },
  run: async ({ deps, query: { limit, cursor } }) => {
    const position = decodeCursor(cursor, oneToken)
    const rows = await listTokens(deps.db, { after: position?.id ?? null, limit: limit + 1 })
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => ({ id }))
    return { status: 200, body: { items: items.map(shown), nextCursor } }
  },
})

export const getTokenOperation = operation({
  method: "get",
  path: "/api/v1/tokens/{id}",
  act: "token.manage",
  summary: "Get a token",
  params: oneToken,
  answers: { 200: { description: "The token, without its text", schema: tokenShown } },
  run: async ({ deps, params }) => ({ status: 200, body: shown(await getToken(deps.db, params.id)) }),
})

export const revokeTokenOperation = operation({
  method: "delete",
  path: "/api/v1/tokens/{id}",
  act: "token.manage",
  summary: "Revoke a token",
  description: "In force with the answer. Revoking a revoked token changes nothing.",
  params: oneToken,
  answers: { 204: { description: "It is revoked" } },
  run: async ({ deps, actor, params }) => {
    await revokeToken(deps, actor, params.id)
    return { status: 204 }
  },
})

function shown(token: ApiToken) {
  return {
    ...token,
    createdAt: token.createdAt.toString(),
    expiresAt: token.expiresAt?.toString() ?? null,
    lastUsedAt: token.lastUsedAt?.toString() ?? null,
    revokedAt: token.revokedAt?.toString() ?? null,
  }
}
