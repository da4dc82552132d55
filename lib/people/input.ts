import { z } from "zod"
import { ROLES } from "../access/actor.ts"
import { readAddress } from "./address.ts"

const role = z.enum(ROLES, `must be one of ${ROLES.join(", ")}`)

const address = z.string().transform((text, context): string => {
  const read = readAddress(text)
  if (read === null) context.addIssue("must be one address, like ada@acme.example")
  return read ?? ""
})

const name = z
  .string()
  .trim()
  .max(100, "must have 100 characters at most")
  .refine((text) => !/\p{Cc}|[\u2028\u2029]/u.test(text), "must be one line")

export const invitePersonInput = z.strictObject({
  email: address.meta({ description: "The address they will sign in with", example: "ada@acme.example" }),
  role,
  name: name
    .nullish()
    .transform((text) => text || null)
    .meta({ description: "Left out, it is taken from the address" }),
})
export type InvitePerson = z.output<typeof invitePersonInput>

export const changeRoleInput = z.strictObject({ role })
export type ChangeRole = z.output<typeof changeRoleInput>

/** What may stand behind the @ of an address that somebody signs in with, and is written as it is there. */
const domain = z
  .string()
  .trim()
  .transform((text, context): string => {
    const read = readAddress(`somebody@${text.replace(/^@/, "")}`)
    if (read === null) context.addIssue("must be a domain, like acme.example")
    return read?.slice("somebody@".length) ?? ""
  })

export const editAccessInput = z.strictObject({
  domains: z
    .array(
      z.strictObject({ domain: domain.meta({ example: "acme.example" }), role: role.exclude(["owner"], "must be a role below owner") }),
    )
    .max(20, "must be 20 at most")
    .refine((rules) => new Set(rules.map((rule) => rule.domain)).size === rules.length, "must name each domain once")
    .optional()
    .meta({ description: "Whoever has an address of one of these domains may sign in uninvited, with its role" }),
  ownApproval: z
    .enum(["refused", "allowed"], "must be refused or allowed")
    .optional()
    .meta({ description: "Whether people may approve words that they wrote themselves" }),
})
export type EditAccess = z.output<typeof editAccessInput>
