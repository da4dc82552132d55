import type { ReleaseState } from "#lib/releases/release.ts"
import { Mark, type Sign, type Tone } from "../ui/mark.tsx"

type Look = { sign: Sign; tone: Tone; word: string }

export const RELEASE_LOOKS: Record<ReleaseState, Look> = {
  launching: { sign: "half", tone: "main", word: "Launching" },
  held: { sign: "pause", tone: "wait", word: "Held" },
  scheduled: { sign: "clock", tone: "wait", word: "Scheduled" },
  planned: { sign: "ring", tone: "quiet", word: "Planned" },
  released: { sign: "dot", tone: "live", word: "Released" },
  recalled: { sign: "back", tone: "quiet", word: "Recalled" },
}

export function ReleaseMark({ state }: { state: ReleaseState }) {
  const { sign, tone, word } = RELEASE_LOOKS[state]
  return (
    <Mark sign={sign} tone={tone}>
      {word}
    </Mark>
  )
}
