import type { SubscriberId } from "../kernel/ids.ts"
import { unreachable } from "../kernel/unreachable.ts"
import type { BatchAnswer, MailAnswer } from "../mail/mailer.ts"
import { type Batch, backoffMs, KEY_HOURS, type Recipient } from "./delivery-batch.ts"

/** What became of one mail. */
export type Result = {
  subscriberId: SubscriberId
  state: "accepted" | "failed" | "unknown"
  reason: string | null
  providerId: string | null
}

/**
 * What follows from a provider's answer. `done`: every mail has its result, but for those that are to be tried `later`. `again`: it certainly did not leave. `repeat`: it may have,
 * and the same bytes under the same key are safe. `pause`: it did not leave, and a person must look. `split`: one of its mails spoils it.
 */
export type Verdict =
  | { is: "done"; results: Result[]; later: { afterMs: number; reason: string } | null }
  | { is: "again"; afterMs: number; reason: string }
  | { is: "repeat"; afterMs: number; reason: string }
  | { is: "pause"; reason: string }
  | { is: "split"; reason: string }

export type Asked = {
  batch: Pick<Batch, "attempts" | "generation" | "unsureSince">
  recipients: readonly Recipient[]
  keepsKeys: boolean
  now: Temporal.Instant
}

/** Pure, so that every answer of every transport can be looked up in one table of cases. */
export function verdictOn(answer: BatchAnswer, asked: Asked): Verdict {
  switch (answer.is) {
    case "answered":
      return answered(answer.answers, asked)
    case "again":
      return { is: "again", afterMs: answer.afterMs, reason: answer.reason }
    case "unsure":
      return mayBeRepeated(asked)
        ? { is: "repeat", afterMs: backoffMs(asked.batch.attempts), reason: answer.reason }
        : { is: "done", results: allOf(asked.recipients, "unknown", answer.reason), later: null }
    case "blocked":
      return { is: "pause", reason: answer.reason }
    case "refused":
      return asked.recipients.length > 1
        ? { is: "split", reason: answer.reason }
        : { is: "done", results: allOf(asked.recipients, "failed", answer.reason), later: null }
    default:
      return unreachable(answer)
  }
}

/** Only while the provider is known to remember the key. */
export function mayBeRepeated({
  batch,
  keepsKeys,
  now,
}: Pick<Asked, "keepsKeys" | "now"> & { batch: Pick<Batch, "unsureSince"> }): boolean {
  if (!keepsKeys) return false
  return batch.unsureSince === null || Temporal.Instant.compare(batch.unsureSince.add({ hours: KEY_HOURS }), now) > 0
}

/** A provider that answers for more or fewer than it was asked about has told nothing about any of them. */
function answered(answers: readonly MailAnswer[], { recipients, batch }: Asked): Verdict {
  if (answers.length !== recipients.length) {
    const reason = `${answers.length} answers came for ${recipients.length} mails`
    return { is: "done", results: allOf(recipients, "unknown", reason), later: null }
  }
  const results: Result[] = []
  let later: string | null = null
  for (const [place, recipient] of recipients.entries()) {
    const answer = answers[place]
    if (answer && isForNow(answer) && batch.generation < MOST_GENERATIONS) later = answer.reason
    else results.push(resultOf(recipient, answer))
  }
  return { is: "done", results, later: later === null ? null : { afterMs: backoffMs(batch.generation + FOR_NOW_FROM), reason: later } }
}

/** A mailbox that is full for the moment, a server that wants to see us come back: from half a minute on, for about an hour. */
const FOR_NOW_FROM = 4
const MOST_GENERATIONS = 16

function isForNow(answer: MailAnswer): answer is MailAnswer & { is: "refused" } {
  return answer.is === "refused" && answer.lasting === "for now"
}

function resultOf({ subscriberId }: Recipient, answer: MailAnswer | undefined): Result {
  if (answer?.is === "accepted") return { subscriberId, state: "accepted", reason: null, providerId: answer.providerId }
  if (answer?.is === "refused") return { subscriberId, state: "failed", reason: answer.reason, providerId: null }
  return { subscriberId, state: "unknown", reason: answer?.reason ?? "no answer", providerId: null }
}

function allOf(recipients: readonly Recipient[], state: Result["state"], reason: string): Result[] {
  return recipients.map(({ subscriberId }) => ({ subscriberId, state, reason, providerId: null }))
}
