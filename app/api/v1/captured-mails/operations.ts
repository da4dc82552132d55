import { z } from "zod"
import { type CapturedMail, type CapturedMailLine, getCapturedMail, listCapturedMails } from "#lib/mail/queries.ts"
import { operation } from "../../operation.ts"
import { decodeCursor, page, pageOf, pageQuery } from "../../page-of.ts"

const LARGEST_ID = Number.MAX_SAFE_INTEGER

const line = {
  id: z.int(),
  to: z.string(),
  toName: z.string().nullable(),
  from: z.string(),
  subject: z.string(),
  tags: z.record(z.string(), z.string()),
  capturedAt: z.iso.datetime(),
}
const lineShown = z.object(line).meta({ id: "CapturedMailLine" })
const mailShown = z
  .object({
    ...line,
    html: z.string(),
    text: z.string(),
    headers: z.record(z.string(), z.string()),
    raw: z.string().meta({ description: "As SMTP would have put it on the wire" }),
  })
  .meta({ id: "CapturedMail" })

export const listCapturedMailsOperation = operation({
  method: "get",
  path: "/api/v1/captured-mails",
  act: "mail.read",
  summary: "List captured mails, the newest first",
  description: "What the transport `capture` kept instead of sending.",
  query: z.object({
    ...pageQuery,
    search: z.string().trim().min(1).max(200).optional().meta({ description: "Part of an address, a name or a subject" }),
  }),
  answers: { 200: { description: "Mails without their bodies", schema: page(lineShown) } },
  run: async ({ deps, query: { limit, cursor, search = null } }) => {
    const after = decodeCursor(cursor, z.object({ id: z.int().max(LARGEST_ID) }))?.id ?? null
    const { items, nextCursor } = pageOf(await listCapturedMails(deps.db, { search, after, limit: limit + 1 }), limit, ({ id }) => ({ id }))
    return { status: 200, body: { items: items.map(lineOf), nextCursor } }
  },
})

export const getCapturedMailOperation = operation({
  method: "get",
  path: "/api/v1/captured-mails/{id}",
  act: "mail.read",
  summary: "Show a captured mail",
  params: z.object({
    id: z.coerce
      .number()
      .int()
      .min(1)
      .max(LARGEST_ID)
      .meta({ override: { type: "integer" } }),
  }),
  answers: { 200: { description: "The whole mail", schema: mailShown } },
  run: async ({ deps, params: { id } }) => {
    const mail = await getCapturedMail(deps.db, id)
    const { key, html, text, headers, recipient, recipientName, subject } = mail
    const raw = await deps.composeMail({ to: { address: recipient, name: recipientName }, subject, html, text, headers }, key)
    return { status: 200, body: { ...lineOf(mail), html, text, headers, raw } }
  },
})

function lineOf({
  id,
  recipient,
  recipientName,
  sender,
  subject,
  tags,
  capturedAt,
}: CapturedMail | CapturedMailLine): z.input<typeof lineShown> {
  return { id, to: recipient, toName: recipientName, from: sender, subject, tags, capturedAt: capturedAt.toString() }
}
