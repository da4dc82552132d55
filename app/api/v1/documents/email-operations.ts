import { z } from "zod"
import { testMailInput } from "#lib/documents/input.ts"
import { type DocumentId, idOf } from "#lib/kernel/ids.ts"
import { previewEmail } from "#lib/releases/preview-email.ts"
import { sendTestMail } from "#lib/releases/send-test-mail.ts"
import { operation } from "../../operation.ts"

const oneEmail = z.object({ id: z.uuid().transform(idOf<DocumentId>) })

const NOT_AN_EMAIL = { description: "`not_an_email`: documents of other kinds are not mailed" }

export const previewEmailOperation = operation({
  method: "get",
  path: "/api/v1/documents/{id}/preview",
  act: "document.read",
  summary: "See an email as a reader would get it",
  description: "Rendered as the launch renders it, for a reader who does not exist: the links at its foot lead nowhere.",
  params: oneEmail,
  answers: {
    200: {
      description: "The mail",
      schema: z.object({
        subject: z.string(),
        html: z.string(),
        text: z.string(),
        htmlBytes: z.int().meta({ description: "Gmail shows 102 KB" }),
      }),
    },
    409: NOT_AN_EMAIL,
  },
  run: async ({ deps, actor, params }) => {
    const { subject, html, text } = await previewEmail(deps, actor, params)
    return { status: 200, body: { subject, html, text, htmlBytes: Buffer.byteLength(html) } }
  },
})

export const sendTestMailOperation = operation({
  method: "post",
  path: "/api/v1/documents/{id}/test-mail",
  act: "document.write",
  summary: "Mail an email to oneself",
  description:
    "To the asker, or to somebody else of the team, and to nobody else. Subscribers get nothing, and nothing is counted as delivered.",
  params: oneEmail,
  body: testMailInput,
  answers: {
    202: { description: "It was handed over", schema: z.object({ to: z.string(), subject: z.string() }) },
    409: NOT_AN_EMAIL,
    503: { description: "`mail_not_taken`: the mail service did not take it, with what it said" },
  },
  // The mail service is asked after the command has audited; another test mail harms nobody.
  repeatable: "by itself",
  run: async ({ deps, actor, params, body }) => ({ status: 202, body: await sendTestMail(deps, actor, { ...params, ...body }) }),
})
