import { z } from "zod"
import { isId } from "../kernel/ids.ts"
import { fitting, OPERATORS, TAKES } from "../kernel/trait-condition.ts"
import { BUILT_IN } from "./flag-connection.ts"

export const flagKey = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "must begin with a letter or digit and have up to 100 of A-Z a-z 0-9 . _ -")

/** Whatever needs no escaping in an address: what flag services take as a name. */
const urlSafe = z
  .string()
  .regex(/^(?!\.{1,2}$)[A-Za-z0-9._~!*'()-]{1,100}$/, "must have up to 100 of A-Z a-z 0-9 . _ ~ ! * ' ( ) - and be more than a dot or two")

export const environmentName = z
  .string()
  .min(1, "must not be empty")
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, "must not have control characters")
  .refine((text) => text.trim() === text, "must not begin or end with a space")

const connectionId = z.string().refine((text) => text === BUILT_IN || isId(text), "must be builtin or the id of a flag connection")
const description = z.string().max(1000)
const rollout = z.int().min(0).max(100).describe("Percent of those it applies to")

const value = z.union([z.string().max(200), z.number(), z.boolean()])

export const condition = z
  .strictObject({
    trait: z.string().min(1, "must not be empty").max(100).describe("A name in the evaluation context, targetingKey included"),
    operator: z.enum(OPERATORS),
    values: z.array(value).min(1, "needs a value").max(100).describe("One of them is enough; for the not_ operators none may fit"),
  })
  .superRefine(fitting(TAKES))

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

/** A flag of any connection. What the key may be is for the service to say; ours are stricter. */
export const newFlagInput = z
  .strictObject({
    connection: connectionId.meta({ description: "`builtin`, or the id of a flag connection", example: "builtin" }),
    key: urlSafe.meta({ example: "new-editor" }),
    environment: environmentName,
    description: description.default(""),
  })
  .superRefine(({ connection, key }, context) => {
    const own = connection === BUILT_IN && urlSafe.safeParse(key).success ? flagKey.safeParse(key) : null
    for (const { message } of own?.error?.issues ?? []) context.addIssue({ code: "custom", path: ["key"], message })
  })

export const flagFilter = { connection: connectionId.optional(), key: urlSafe.optional(), environment: environmentName.optional() }

export const changeFlagInput = z.strictObject({ description, enabled: z.boolean(), rollout, targeting: targetingRules }).partial()

const connectionName = z.string().trim().min(1, "must not be empty").max(100)

/** Without what an adapter adds: ways that differ in a slash would be two connections to one project. */
const serviceAddress = z
  .string()
  .max(500)
  .refine((text) => URL.canParse(text), { error: "must be an address like https://flags.acme.example", abort: true })
  .refine((text) => new URL(text).search === "" && new URL(text).hash === "", "must have no query and no fragment")
  .transform((text) => new URL(text).href.replace(/\/+$/, ""))
  .meta({
    description: "Of the service, without what its interface adds",
    example: "https://flags.acme.example",
    override: { type: "string" },
  })

/** What a header can carry. Shorter ones are no secrets, and could not be cut out of what a service says. */
const serviceToken = z
  .string()
  .regex(/^[\x21-\x7e]{8,1000}$/, "must have 8 to 1000 letters, digits and signs, without spaces")
  .meta({ description: "Kept sealed, and never in any answer" })

export const createFlagConnectionInput = z.strictObject({
  kind: z.literal("unleash", "must be unleash: no other flag service is known yet"),
  name: connectionName.meta({ example: "Flags of the shop" }),
  baseUrl: serviceAddress,
  project: urlSafe.default("default"),
  token: serviceToken,
})

export const editFlagConnectionInput = z.strictObject({
  name: connectionName.optional(),
  baseUrl: serviceAddress.optional().meta({ description: "Another address forgets the token, unless a new one comes along" }),
  token: serviceToken.nullable().optional().meta({ description: "Null forgets the one that is stored" }),
})

export type NewFlag = z.output<typeof newFlagInput>
export type CreateFlagConnection = z.output<typeof createFlagConnectionInput>
export type EditFlagConnection = z.output<typeof editFlagConnectionInput>
export type CreateFlag = z.infer<typeof createFlagInput>
export type ChangeFlag = z.infer<typeof changeFlagInput>
