import { z } from "zod"

/** It would stand in a render where a recipient's own words go. */
const withoutMark = (text: string) => !text.includes("%%")
const MARK = { error: "must not hold two percent signs: they mark where a recipient's words go" }

export const senderInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(100, "must have 100 characters at most")
    .regex(/^\P{Cc}*$/u, "must be one line")
    .refine(withoutMark, MARK)
    .meta({ description: "As readers know you", example: "Acme" }),
  postalAddress: z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(500, "must have 500 characters at most")
    .regex(/^[^\p{Cc}]*(?:\r?\n[^\p{Cc}]*)*$/u, "must be lines of text")
    .refine(withoutMark, MARK)
    .meta({ description: "Stands at the foot of every release mail", example: "Acme Ltd, 1 Harbour Street, Dublin, Ireland" }),
})
