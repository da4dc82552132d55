import { Mark, type Sign, type Tone } from "#components/ui/mark.tsx"
import type { LaunchStep } from "#lib/launch/queries.ts"
import { ExactTime } from "./exact-time.tsx"
import { wordsOf } from "./step-words.ts"

const SIGNS: Record<Tone, Sign> = { quiet: "ring", live: "check", main: "dot", wait: "clock", wrong: "cross" }

/** What happened, with real times: each line was written in the same commit as what it tells of. */
export function Timeline({ steps, begunMs }: { steps: LaunchStep[]; begunMs: number }) {
  const told = steps.map((step, place) => ({ step, key: `${place} ${step.name}` }))
  return (
    <section className="timeline" aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <ol aria-live="polite" aria-relevant="additions">
        {told.map(({ step, key }) => (
          <Step key={key} step={step} begunMs={begunMs} />
        ))}
      </ol>
    </section>
  )
}

function Step({ step, begunMs }: { step: LaunchStep; begunMs: number }) {
  const { title, about, tone } = wordsOf(step)
  const atMs = step.at.epochMilliseconds
  return (
    <li data-tone={tone}>
      <span className="at">
        <ExactTime atMs={atMs} />
        <span className="since">{since(atMs - begunMs)}</span>
      </span>
      <span>
        <Mark sign={SIGNS[tone]} tone={tone}>
          <span className="title">{title}</span>
        </Mark>
        {about === "" ? null : <span className="about">{about}</span>}
      </span>
    </li>
  )
}

function since(ms: number): string {
  if (ms < 1000) return `+${Math.max(0, ms)} ms`
  if (ms < 60_000) return `+${(ms / 1000).toFixed(1)} s`
  return ms < 3_600_000 ? `+${Math.round(ms / 60_000)} min` : `+${Math.round(ms / 3_600_000)} h`
}
