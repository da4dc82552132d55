import { z } from "zod"
import { DOCUMENT_KINDS } from "../documents/document.ts"
import { type ChangeId, type FlagId, idOf, isId } from "../kernel/ids.ts"

const id = (what: string) => z.string().refine(isId, { error: `must be the id of a ${what}` })

const targets = z
  .array(
    z.strictObject({
      flag: id("flag").transform((text) => idOf<FlagId>(text)),
      enabled: z.boolean(),
      rollout: z.int().min(0).max(100).default(100).describe("Percent of everyone"),
    }),
  )
  .max(200)
  .refine((list) => new Set(list.map((target) => target.flag)).size === list.length, { error: "names a flag twice" })

/** ISO 8601, days and below: a hold of a month would be a plan, not a hold. */
const duration = z
  .string()
  .max(40)
  .transform((text, context) => {
    try {
      const parsed = Temporal.Duration.from(text)
      const total = parsed.total({ unit: "seconds", relativeTo: Temporal.PlainDate.from("2000-01-01") })
      if (total >= 0 && total <= MOST_SECONDS) return Math.ceil(total)
      context.addIssue("must be between PT0S and P7D")
    } catch {
      context.addIssue("must be a duration like PT5M (ISO 8601)")
    }
    return 0
  })

const MOST_SECONDS = 7 * 24 * 3600

const members = {
  name: z.string().trim().min(1, "must not be empty").max(200),
  summary: z.string().max(2000),
  owner: z.string().trim().min(1).max(200),
  changes: z
    .array(id("change").transform((text) => idOf<ChangeId>(text)))
    .max(1000)
    .refine((list) => new Set(list).size === list.length, { error: "names a change twice" }),
  flags: targets,
  mail: z.literal("none", "must be none: this version does not send mail"),
  hold: duration,
  grace: duration,
  requires: z.array(z.enum(DOCUMENT_KINDS)).max(DOCUMENT_KINDS.length),
}

const five = 5 * 60
const hour = 3600

export const planReleaseInput = z.strictObject({
  name: members.name,
  summary: members.summary.default(""),
  owner: members.owner.optional(),
  changes: members.changes.default([]),
  flags: members.flags.default([]),
  mail: members.mail.default("none"),
  hold: members.hold.default(five).describe("Wait between the moment and what cannot be undone, as an ISO 8601 duration"),
  grace: members.grace.default(hour).describe("How late a scheduled launch may still start, as an ISO 8601 duration"),
  requires: members.requires.default([]).describe("Documents the release must have beside its entry"),
})

export const editReleaseInput = z.strictObject(members).partial()

export type PlanRelease = z.infer<typeof planReleaseInput>
export type EditRelease = z.infer<typeof editReleaseInput>
