import { Mark, type Sign, type Tone } from "#components/ui/mark.tsx"
import type { EndReason, SubscriberState } from "#lib/subscribers/subscriber.ts"
import type { SuppressionReason } from "#lib/subscribers/suppression.ts"
import { END_WORDS, SUPPRESSION_WORDS } from "./subscriber-words.ts"

type Props = { state: SubscriberState; suppressed: SuppressionReason | null; endReason: EndReason | null }

/** How somebody stands. That nothing may be mailed to them outweighs the rest. */
export function SubscriberMark(props: Props) {
  const { sign, tone, word } = lookOf(props)
  return (
    <Mark sign={sign} tone={tone}>
      {word}
    </Mark>
  )
}

function lookOf({ state, suppressed, endReason }: Props): { sign: Sign; tone: Tone; word: string } {
  if (suppressed !== null) return { sign: "cross", tone: "wrong", word: SUPPRESSION_WORDS[suppressed].mark }
  if (state === "active") return { sign: "dot", tone: "live", word: "Active" }
  if (state === "pending") return { sign: "clock", tone: "wait", word: "Not confirmed" }
  return { sign: "ring", tone: "quiet", word: endReason === null ? "Ended" : END_WORDS[endReason] }
}
