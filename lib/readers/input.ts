import { z } from "zod"
import { Invalid } from "../kernel/errors.ts"
import type { Settings } from "../kernel/settings.ts"
import { isProven } from "./reader.ts"

const members = {
  reader: z
    .string()
    .min(1, "must not be empty")
    .max(200, "must have 200 characters at most")
    .optional()
    .meta({ description: "Who reads, by the id that the product around the bell knows them by", example: "user-4711" }),
  proof: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits")
    .optional()
    .meta({ description: "HMAC-SHA256 of `reader` with the reader key, in hexadecimal; made by the product's server" }),
}

export const newsQuery = z.strictObject({
  seen: z.coerce
    .number("must be a revision")
    .int("must be a whole number")
    .min(0, "must be 0 or more")
    .optional()
    .meta({ description: "The revision that this reader saw last" }),
  ...members,
})

export const markSeenInput = z.strictObject({
  revision: z.int("must be a whole number").min(0, "must be 0 or more").meta({ description: "Of the news that were shown", example: 42 }),
  ...members,
})

type Claimed = { reader?: string | undefined; proof?: string | undefined }

/** The reader, if the product proves who it is; null for somebody whom nobody names. */
export function readerIn({ reader, proof }: Claimed, settings: Pick<Settings, "secretKey" | "previousSecretKeys">): string | null {
  if (reader === undefined && proof === undefined) return null
  if (reader === undefined) throw new Invalid([{ path: "reader", message: "must come with its proof" }])
  if (proof === undefined) throw new Invalid([{ path: "proof", message: "must come with the reader" }])
  if (!isProven(settings, reader, proof)) throw new Invalid([{ path: "proof", message: "does not prove this reader" }])
  return reader
}
