import { z } from "zod"
import { DOCUMENT_KINDS } from "../documents/document.ts"
import { draftDocumentInput } from "../documents/input.ts"
import { type ChangeId, type FlagId, idOf, isId, type LaunchId, type ReleaseId, type SegmentId } from "../kernel/ids.ts"
import { topicKeys } from "../subscribers/input.ts"
import { RELEASE_MAIL } from "./release.ts"
import { complainOfTimeZone, complainOfWallTime } from "./schedule.ts"

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
function durationBetween(least: string, most: string) {
  return z
    .string()
    .max(40)
    .transform((text, context) => {
      const seconds = secondsIn(text)
      if (seconds === null) context.addIssue("must be a duration like PT5M (ISO 8601)")
      else if (seconds < (secondsIn(least) ?? 0) || seconds > (secondsIn(most) ?? 0))
        context.addIssue(`must be between ${least} and ${most}`)
      return Math.ceil(seconds ?? 0)
    })
}

function secondsIn(text: string): number | null {
  try {
    return Temporal.Duration.from(text).total({ unit: "seconds", relativeTo: Temporal.PlainDate.from("2000-01-01") })
  } catch {
    return null
  }
}

const audience = z
  .strictObject({
    topics: topicKeys
      .nullish()
      .transform((keys) => (keys && keys.length > 0 ? keys : null))
      .describe("Keys of topics: whoever follows one of them, which is also who has chosen none. Left out or empty: whatever they follow"),
    segment: id("segment")
      .nullish()
      .transform((text) => (text ? idOf<SegmentId>(text) : null))
      .describe("Only members of this segment, as they are at the moment of release"),
  })
  .nullable()
  .transform((given) => given ?? { topics: null, segment: null })

const members = {
  name: z.string().trim().min(1, "must not be empty").max(200),
  summary: z.string().max(2000),
  owner: z.string().trim().min(1).max(200),
  changes: z
    .array(id("change").transform((text) => idOf<ChangeId>(text)))
    .max(1000)
    .refine((list) => new Set(list).size === list.length, { error: "names a change twice" }),
  flags: targets,
  mail: z.enum(RELEASE_MAIL, "must be send or none"),
  hold: durationBetween("PT0S", "P7D"),
  grace: durationBetween("PT0S", "P7D"),
  patience: durationBetween("PT5S", "PT1H"),
  requires: z.array(z.enum(DOCUMENT_KINDS)).max(DOCUMENT_KINDS.length),
  audience: audience.describe("Whom its launch mails. Left out or null: every active subscriber. Both parts given: who fits both"),
}

const corrects = id("launch").transform((text) => idOf<LaunchId>(text))

const two = 2 * 60
const five = 5 * 60
const hour = 3600

export const planReleaseInput = z.strictObject({
  name: members.name,
  summary: members.summary.default(""),
  owner: members.owner.optional(),
  changes: members.changes.default([]),
  flags: members.flags.default([]),
  mail: members.mail.default("none").describe("Whether its launch mails the subscribers; that takes an approved email"),
  hold: members.hold.default(five).describe("Wait between the moment and what cannot be undone, as an ISO 8601 duration"),
  grace: members.grace.default(hour).describe("How late a scheduled launch may still start, as an ISO 8601 duration"),
  patience: members.patience
    .default(two)
    .describe("How long a launch waits for flag services before it puts everything back, as an ISO 8601 duration"),
  audience: members.audience.optional(),
  requires: members.requires.default([]).describe("Documents the release must have beside its entry"),
  corrects: corrects
    .optional()
    .describe("A launch that was recalled: this release is an email to those whom its release was mailed, and to nobody else"),
})

export const editReleaseInput = z.strictObject(members).partial()

export const addChangesInput = z.strictObject({
  id: id("release").transform((text) => idOf<ReleaseId>(text)),
  changes: members.changes.min(1, "must name a change"),
})
export type AddChanges = z.infer<typeof addChangesInput>

export const scheduleInput = z.strictObject({
  at: inWords(complainOfWallTime).describe("Date and time on the clocks of that zone").meta({ example: "2026-12-01T09:00" }),
  timeZone: inWords(complainOfTimeZone).describe("As the IANA database names it").meta({ example: "Europe/Berlin" }),
})

/** As many as fit into a request of 1 MB with a kilobyte each; more of them come in several requests. */
const ENTRIES_AT_MOST = 1000

export const importEntriesInput = z.strictObject({
  name: members.name.default("Imported entries").describe("Of the release that keeps them together"),
  entries: z
    .array(
      draftDocumentInput.omit({ kind: true }).extend({
        publishedAt: z.iso
          .datetime({ offset: true, error: "must be a time like 2024-03-01T09:00:00Z" })
          .describe("When it was published elsewhere; never a time to come")
          .transform((text) => Temporal.Instant.from(text)),
      }),
    )
    .min(1, "must not be empty")
    .max(ENTRIES_AT_MOST, `must be ${ENTRIES_AT_MOST} at most`),
})

export type ImportEntries = z.infer<typeof importEntriesInput>

function inWords(complain: (text: string) => string | null) {
  return z
    .string()
    .max(100)
    .superRefine((text, context) => {
      const complaint = complain(text)
      if (complaint !== null) context.addIssue(complaint)
    })
}

export type PlanRelease = z.infer<typeof planReleaseInput>
export type EditRelease = z.infer<typeof editReleaseInput>
