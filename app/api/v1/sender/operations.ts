import { z } from "zod"
import { editSender } from "#lib/mail/edit-sender.ts"
import { findSender } from "#lib/mail/find-sender.ts"
import { senderInput } from "#lib/mail/input.ts"
import { operation } from "../../operation.ts"

const senderShown = z.object({
  name: z.string().nullable().meta({ description: "As readers know you; null before anybody said so", example: "Acme" }),
  postalAddress: z
    .string()
    .nullable()
    .meta({ description: "At the foot of every release mail", example: "Acme Ltd, 1 Harbour Street, Dublin" }),
  from: z.string().meta({ description: "The address mail comes from; the environment's `MAIL_FROM`", example: "releases@acme.example" }),
})

export const getSenderOperation = operation({
  method: "get",
  path: "/api/v1/sender",
  act: "sender.read",
  summary: "Who release mails come from",
  answers: { 200: { description: "The sender, as far as it is known", schema: senderShown } },
  run: async ({ deps }) => {
    const { name, postalAddress } = (await findSender(deps.db)) ?? { name: null, postalAddress: null }
    return { status: 200, body: { name, postalAddress, from: deps.settings.mail.from } }
  },
})

export const editSenderOperation = operation({
  method: "patch",
  path: "/api/v1/sender",
  act: "sender.edit",
  summary: "Say who release mails come from",
  description: "No release is mailed before this is known. Launches that have begun keep what they were checked with.",
  body: senderInput,
  answers: { 200: { description: "The sender", schema: senderShown } },
  run: async ({ deps, actor, body }) => {
    await editSender(deps, actor, body)
    return { status: 200, body: { ...body, from: deps.settings.mail.from } }
  },
})
