import { Mark, type Sign, type Tone } from "#components/ui/mark.tsx"
import { describeExposure, type Exposure } from "#lib/flags/exposure.ts"

/** Whom a flag serves, short enough for a row; the whole of it one hover away. */
export function ExposureMark({ exposure }: { exposure: Exposure | null }) {
  const { sign, tone, words } = short(exposure)
  return (
    <span title={exposure === null ? "No flag of this key is known to this portal." : describeExposure(exposure)}>
      <Mark sign={sign} tone={tone}>
        {words}
      </Mark>
    </span>
  )
}

type Short = { sign: Sign; tone: Tone; words: string }

function short(exposure: Exposure | null): Short {
  switch (exposure?.kind) {
    case undefined:
      return { sign: "alert", tone: "quiet", words: "not known" }
    case "off":
      return { sign: "ring", tone: "quiet", words: "off" }
    case "everyone":
      return { sign: "dot", tone: "live", words: "on" }
    case "percentage":
      return { sign: "half", tone: "wait", words: `${exposure.percent} %` }
    case "targeted":
      return { sign: "half", tone: "wait", words: "on for some" }
    case "blocked":
      return { sign: "cross", tone: "wrong", words: "blocked" }
    case "unknown":
      return { sign: "alert", tone: "wait", words: "unknown" }
  }
}
