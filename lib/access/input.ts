import { z } from "zod"
import { toMicroseconds } from "../kernel/clock.ts"
import { SCOPES } from "./actor.ts"

const NO_TIME = "must be a time like 2027-01-31T12:00:00Z"

/** PostgreSQL has no year 0, and Temporal no more than nine digits of a second. */
const expiry = z.iso
  .datetime({ offset: true, error: NO_TIME })
  .refine((text) => text >= "1970" && !/\.\d{10}/.test(text), { error: NO_TIME })
  .transform((text) => toMicroseconds(Temporal.Instant.from(text)))

export const createTokenInput = z.strictObject({
  name: z.string().trim().min(1, "must not be empty").max(100, "must have 100 characters at most").meta({ example: "CI of acme/shop" }),
  scopes: z
    .array(z.enum(SCOPES, `must be one of ${SCOPES.join(", ")}`))
    .min(1, "must name one scope or more")
    .transform((scopes) => [...new Set(scopes)])
    .meta({ example: ["deployments:write"] }),
  environment: z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(100, "must have 100 characters at most")
    .nullish()
    .transform((name) => name ?? null)
    .meta({ description: "The one environment it is for, where that matters: evaluating flags", example: "production" }),
  expiresAt: expiry
    .nullish()
    .transform((at) => at ?? null)
    .meta({ description: "Left out, it works until it is revoked" }),
})
export type CreateToken = z.output<typeof createTokenInput>
