import { z } from "zod"
import { estimatedEnd, PAUSERS, PLAN_STATES, pendingOf } from "#lib/delivery/delivery-plan.ts"
import type { Plan } from "#lib/delivery/queries.ts"

const counted = z.int().min(0)

export const mailShown = z
  .object({
    state: z.enum([...PLAN_STATES, "none"]).meta({
      description: "`none`: this launch mails nobody. `planned`: within the hold, and the audience is a rule and not yet a count",
    }),
    pausedBy: z.enum(PAUSERS).nullable().meta({ description: "`itself`: something is wrong, and a person must look before it goes on" }),
    because: z.string().nullable(),
    candidates: counted,
    excluded: counted.meta({
      description: "Of the audience, and not mailed: they left, their address is suppressed, the topic is not theirs",
    }),
    pending: counted,
    accepted: counted.meta({ description: "The provider took them, not that they arrived" }),
    failed: counted,
    unknown: counted.meta({ description: "They may have left, nobody can say, and they are not sent again" }),
    cancelled: counted,
    covered: counted.meta({ description: "Mailed by an earlier launch of this release; no candidates of this one" }),
    bounced: counted.meta({ description: "Of the accepted: came back for good, as far as we were told" }),
    complained: counted,
    estimatedEndAt: z.iso.datetime().nullable().meta({ description: "When the rest is through at the pace so far" }),
  })
  .meta({ description: "candidates = excluded + pending + accepted + failed + unknown + cancelled, at every moment" })

const NO_COUNTS = {
  candidates: 0,
  excluded: 0,
  pending: 0,
  accepted: 0,
  failed: 0,
  unknown: 0,
  cancelled: 0,
  covered: 0,
  bounced: 0,
  complained: 0,
}

export function showMail(plan: Plan | null, now: Temporal.Instant): z.input<typeof mailShown> {
  if (plan === null) return { state: "none", pausedBy: null, because: null, ...NO_COUNTS, estimatedEndAt: null }
  const { state, pausedBy, because, candidates, excluded, accepted, failed, unknown, cancelled, covered, bounced, complained } = plan
  return {
    ...{ state, pausedBy, because, candidates, excluded, accepted, failed, unknown, cancelled, covered, bounced, complained },
    pending: pendingOf(plan),
    estimatedEndAt: endOf(plan, now)?.toString() ?? null,
  }
}

/** Nobody knows it for a launch that does not send at the moment. */
function endOf(plan: Plan, now: Temporal.Instant): Temporal.Instant | null {
  if (plan.state !== "sending" || plan.sendingSince === null) return null
  const handled = plan.accepted + plan.failed + plan.unknown - plan.handledBefore
  return estimatedEnd({ pending: pendingOf(plan), handled, tookMs: now.since(plan.sendingSince).total("milliseconds"), now })
}
