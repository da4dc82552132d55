import { z } from "zod"
import { OPERATORS, type Operator } from "./built-in-flag.ts"

export const flagKey = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "must begin with a letter or digit and have up to 100 of A-Z a-z 0-9 . _ -")

export const environmentName = z
  .string()
  .min(1, "must not be empty")
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, "must not have control characters")
  .refine((text) => text.trim() === text, "must not begin or end with a space")

const description = z.string().max(1000)
const rollout = z.int().min(0).max(100).describe("Percent of those it applies to")

const value = z.union([z.string().max(200), z.number(), z.boolean()])

const condition = z
  .strictObject({
    trait: z.string().min(1, "must not be empty").max(100).describe("A name in the evaluation context, targetingKey included"),
    operator: z.enum(OPERATORS),
    values: z.array(value).min(1, "needs a value").max(100).describe("One of them is enough; for the not_ operators none may fit"),
  })
  .superRefine(({ operator, values }, context) => {
    const { most, kinds } = TAKES[operator]
    if (values.length > most)
      context.addIssue({ code: "custom", path: ["values"], message: `${operator} takes one value; in and not_in take several` })
    values.forEach((one, index) => {
      if (kinds.includes(typeof one)) return
      context.addIssue({ code: "custom", path: ["values", index], message: `${operator} compares with a ${kinds.join(" or a ")}` })
    })
  })

/** A condition that could never be fulfilled is a mistake of whoever wrote it: told now instead of serving nobody later. */
const TAKES: Record<Operator, { most: number; kinds: string[] }> = {
  equals: { most: 1, kinds: ["string", "number", "boolean"] },
  not_equals: { most: 1, kinds: ["string", "number", "boolean"] },
  in: { most: 100, kinds: ["string", "number", "boolean"] },
  not_in: { most: 100, kinds: ["string", "number", "boolean"] },
  contains: { most: 100, kinds: ["string", "number", "boolean"] },
  starts_with: { most: 100, kinds: ["string"] },
  ends_with: { most: 100, kinds: ["string"] },
  greater_than: { most: 1, kinds: ["number", "string"] },
  less_than: { most: 1, kinds: ["number", "string"] },
}

export const targetingRules = z
  .array(
    z.strictObject({
      conditions: z.array(condition).min(1, "needs a condition: who fits no rule gets the flag's own rollout").max(20),
      rollout,
    }),
  )
  .max(50)
  .describe("The first rule whose conditions all hold decides; who fits none gets the flag's own rollout")

export const createFlagInput = z.strictObject({
  connection: z.literal("builtin", "must be builtin: no other flag service is connected"),
  key: flagKey,
  environment: environmentName,
  description: description.default(""),
})

export const changeFlagInput = z.strictObject({ description, enabled: z.boolean(), rollout, targeting: targetingRules }).partial()

export type CreateFlag = z.infer<typeof createFlagInput>
export type ChangeFlag = z.infer<typeof changeFlagInput>
