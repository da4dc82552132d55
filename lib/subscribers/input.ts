import { z } from "zod"
import { parseAddress } from "../kernel/mail-address.ts"
import { fitting, OPERATORS, TAKES } from "../kernel/trait-condition.ts"
import { partsOf, type SegmentRule } from "./segment.ts"
import { SUBSCRIBER_STATES } from "./subscriber.ts"

export const LIMITS = { name: 200, traits: 50, traitName: 100, traitText: 500, topics: 50, ruleParts: 100, ruleDepth: 6 }

export const emailAddress = z
  .string()
  .max(320, "must be an address like ada@acme.example")
  .transform((text, context) => {
    const parsed = parseAddress(text)
    if (parsed !== null) return parsed
    context.addIssue("must be an address like ada@acme.example")
    return z.NEVER
  })
  .meta({ override: { type: "string", format: "email" }, example: "ada@acme.example" })

/** One spelling: `de`, `pt-BR`. */
export const locale = z
  .string()
  .max(35)
  .transform((text, context) => {
    try {
      const [canonical = ""] = Intl.getCanonicalLocales(text.trim())
      if (canonical !== "") return canonical
    } catch {
      // Told below, like an empty one.
    }
    context.addIssue("must be a language tag like en or pt-BR")
    return z.NEVER
  })
  .meta({ override: { type: "string" }, example: "en" })

export const personName = z
  .string()
  .trim()
  .max(LIMITS.name, `must have ${LIMITS.name} characters at most`)
  .regex(/^\P{Cc}*$/u, "must be one line of text")
  .transform((text) => (text === "" ? null : text))

export const topicKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,59}$/, "must be small letters, digits and hyphens, 60 at most")
  .meta({ example: "api" })

export const topicKeys = z
  .array(topicKey)
  .max(LIMITS.topics)
  .transform((keys) => [...new Set(keys)])

export const traitName = z.string().trim().min(1, "must not be empty").max(LIMITS.traitName)
export const traitValue = z.union([z.string().max(LIMITS.traitText), z.number(), z.boolean()])

export const traits = z
  .record(traitName, traitValue)
  .refine((given) => Object.keys(given).length <= LIMITS.traits, { error: `must have ${LIMITS.traits} traits at most` })

export const addSubscriberInput = z.strictObject({
  email: emailAddress,
  name: personName.nullish().transform((name) => name ?? null),
  locale: locale.nullish().transform((tag) => tag ?? null),
  traits: traits.default({}).meta({ description: "What segments can ask for: texts, numbers, yes or no" }),
  topics: topicKeys
    .nullish()
    .transform((keys) => (keys && keys.length > 0 ? keys : null))
    .meta({ description: "Left out or empty: everything" }),
  consent: z.enum(["confirmed", "pending"], "must be confirmed or pending").meta({
    description: "`confirmed`: you hold their consent, and answer for it. `pending`: we ask them by mail, and mail nothing else before",
  }),
})
export type AddSubscriber = z.output<typeof addSubscriberInput>

export const subscriberFilter = {
  state: z.enum(SUBSCRIBER_STATES).optional(),
  search: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "Part of an address or a name; of one or two letters, the beginning of one of their words" }),
  topic: topicKey.optional().meta({ description: "Who follows it: chose it, or chose none and so follows all" }),
  locale: locale.optional(),
  segment: z.uuid().optional().meta({ description: "Members of this segment" }),
}

const condition = z
  .strictObject({
    trait: traitName.meta({ example: "plan" }),
    operator: z.enum(OPERATORS),
    values: z
      .array(traitValue)
      .min(1, "needs a value")
      .max(100)
      .meta({ example: ["pro"] }),
  })
  // What a subscriber is known by is no list, so that only a text can contain something.
  .superRefine(fitting({ ...TAKES, contains: { most: 100, kinds: ["string"] } }))

const emailDomain = z
  .string()
  .transform((text, context) => {
    const parsed = parseAddress(`a@${text}`)
    if (parsed !== null) return parsed.address.slice(2)
    context.addIssue("must be a domain like acme.example")
    return z.NEVER
  })
  .meta({ override: { type: "string" }, example: "acme.example" })

const list = <Item extends z.ZodType>(item: Item) => z.array(item).min(1, "needs an entry").max(100)

const rulePart: z.ZodType<SegmentRule> = z
  .lazy(() =>
    z.union(
      [
        condition,
        z.strictObject({ all: z.array(rulePart).max(50) }),
        z.strictObject({ any: z.array(rulePart).max(50) }),
        z.strictObject({ not: rulePart }),
        z.strictObject({ locales: list(locale) }),
        z.strictObject({ topics: list(topicKey) }),
        z.strictObject({ emailDomains: list(emailDomain) }),
      ],
      "must be one of {trait, operator, values}, {all: […]}, {any: […]}, {not: …}, {locales: […]}, {topics: […]}, {emailDomains: […]}",
    ),
  )
  .meta({ id: "SegmentRule" })

export const segmentRule = rulePart.refine((rule) => sizeOf(rule, 1) <= LIMITS.ruleParts, {
  error: `must have ${LIMITS.ruleParts} parts and ${LIMITS.ruleDepth} levels at most`,
})

function sizeOf(rule: SegmentRule, depth: number): number {
  if (depth > LIMITS.ruleDepth) return LIMITS.ruleParts + 1
  return partsOf(rule).reduce((size, part) => size + sizeOf(part, depth + 1), 1)
}

export const createSegmentInput = z.strictObject({
  name: z.string().trim().min(1, "must not be empty").max(LIMITS.name).meta({ example: "Teams on the pro plan" }),
  rule: segmentRule.meta({
    description:
      "Conditions on traits convert nothing, and a missing trait fulfils none; `topics` counts in who has chosen none and so follows all",
    example: { all: [{ trait: "plan", operator: "equals", values: ["pro"] }, { not: { locales: ["de"] } }] },
  }),
})
export type CreateSegment = z.output<typeof createSegmentInput>

export const editSegmentInput = createSegmentInput.partial()
export type EditSegment = z.output<typeof editSegmentInput>

export const createTopicInput = z.strictObject({
  key: topicKey,
  name: z.string().trim().min(1, "must not be empty").max(100).meta({ example: "API changes" }),
  description: z.string().trim().max(500).default(""),
})
export type CreateTopic = z.output<typeof createTopicInput>

export const editTopicInput = z.strictObject({
  name: createTopicInput.shape.name.optional(),
  description: z.string().trim().max(500).optional(),
})
export type EditTopic = z.output<typeof editTopicInput>

/** The public form. What a browser sends for an empty field is an empty text. */
export const requestSubscriptionInput = z.object({
  email: emailAddress,
  name: personName.nullish().transform((name) => name ?? null),
  locale: locale.nullish().transform((tag) => tag ?? null),
  topics: topicKeys.nullish().transform((keys) => (keys && keys.length > 0 ? keys : null)),
})
export type RequestSubscription = z.output<typeof requestSubscriptionInput>

export const preferencesInput = z.object({
  name: personName,
  locale,
  /** All boxes ticked is everything, topics of later included; none is a wish that only leaving fulfils. */
  topics: topicKeys,
})
export type Preferences = z.output<typeof preferencesInput>
