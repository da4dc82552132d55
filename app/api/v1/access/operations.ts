import { z } from "zod"
import { ROLES } from "#lib/access/actor.ts"
import { editAccess } from "#lib/people/edit-access.ts"
import { editAccessInput } from "#lib/people/input.ts"
import { getAccessRules } from "#lib/people/queries.ts"
import { operation } from "../../operation.ts"

const rulesShown = z.object({
  domains: z.array(z.object({ domain: z.string().meta({ example: "acme.example" }), role: z.enum(ROLES) })),
  ownApproval: z.enum(["refused", "allowed"]),
})

export const getAccessOperation = operation({
  method: "get",
  path: "/api/v1/access",
  act: "access.manage",
  summary: "Get the rules for who may sign in, and for approving",
  answers: { 200: { description: "The rules", schema: rulesShown } },
  run: async ({ deps }) => ({ status: 200, body: await getAccessRules(deps.db) }),
})

export const editAccessOperation = operation({
  method: "patch",
  path: "/api/v1/access",
  act: "access.manage",
  summary: "Change the rules for who may sign in, and for approving",
  description: "What is left out stays. `domains` replaces the list; who came in by a rule stays until they are removed.",
  body: editAccessInput,
  answers: { 200: { description: "The rules", schema: rulesShown } },
  run: async ({ deps, actor, body }) => ({ status: 200, body: await editAccess(deps, actor, body) }),
})
