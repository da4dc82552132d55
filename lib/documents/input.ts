import { z } from "zod"
import { DOCUMENT_KINDS } from "./document.ts"
import { LONGEST_SLUG, SLUG } from "./slug.ts"

/** 200 KB of UTF-8: the length of a string counts other units. */
const LONGEST_BODY = 200 * 1024

const words = {
  title: z.string().trim().min(1, "must not be empty").max(200, "must have 200 characters at most"),
  slug: z
    .string()
    .max(LONGEST_SLUG, `must have ${LONGEST_SLUG} characters at most`)
    .regex(SLUG, "must be lower-case letters, digits and single hyphens, like new-editor"),
  body: z.string().refine((text) => Buffer.byteLength(text) <= LONGEST_BODY, { error: "must have 200 KB at most" }),
  tags: z
    .array(z.string().trim().min(1, "must not be empty").max(40, "must have 40 characters at most"))
    .max(20, "must be 20 at most")
    .transform((tags) => [...new Set(tags)]),
}

/** BCP 47, as far as a changelog needs it: language, optional script and region. */
const locale = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, "must be a locale like en or de-AT")

export const draftDocumentInput = z.strictObject({
  kind: z.enum(DOCUMENT_KINDS),
  locale: locale.default("en"),
  title: words.title,
  slug: words.slug.optional().describe("Made from the title where it is left out"),
  body: words.body.describe("Markdown"),
  tags: words.tags.default([]),
})

export const editDocumentInput = z.strictObject({
  title: words.title.optional(),
  slug: words.slug.optional(),
  body: words.body.optional(),
  tags: words.tags.optional(),
  ifHash: z.string().optional().describe("The hash that was read: refused with 409 if the document has another one by now"),
})

export const approveInput = z.strictObject({ hash: z.string().describe("The hash of exactly the words that are approved") })

/** As far as a column of whole numbers goes. */
const MOST_VERSIONS = 2_147_483_647

export const restoreVersionInput = z.strictObject({
  number: z.int("must be the number of a version").min(1).max(MOST_VERSIONS),
  ifHash: z.string().optional().describe("The hash that was read: refused with 409 if the document has another one by now"),
})

export const testMailInput = z
  .strictObject({
    to: z.string().trim().max(254).optional().describe("The address of somebody in the team; the asker's own where it is left out"),
  })
  .default({})

export type DraftDocument = z.infer<typeof draftDocumentInput>
export type EditDocument = z.infer<typeof editDocumentInput>
