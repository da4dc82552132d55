import { Mark, type Sign, type Tone } from "#components/ui/mark.tsx"
import { RefreshButton } from "#components/ui/refresh-button.tsx"
import type { ReadinessReport } from "#lib/launch/readiness.ts"
import type { CheckName, CheckStatus } from "#lib/launch/readiness-check.ts"
import type { ReleaseState } from "#lib/releases/release.ts"

const NAMES: Record<CheckName, string> = {
  changes: "Changes are in production",
  flags: "Flags can be moved",
  documents: "Documents are there",
  approval: "Words are approved",
  links: "Links lead somewhere",
  email: "Mail fits",
  sender: "Sender is known",
  audience: "Audience",
}

const LOOKS: Record<CheckStatus, { sign: Sign; tone: Tone; word: string }> = {
  pass: { sign: "check", tone: "live", word: "Passed" },
  warn: { sign: "alert", tone: "wait", word: "Look at this" },
  block: { sign: "cross", tone: "wrong", word: "Missing" },
}

/** After the moment there is nothing left to check: what was true then is in the launch's own record. */
export function ReadinessSection({ readiness, state }: { readiness: ReadinessReport; state: ReleaseState }) {
  if (state === "released" || state === "launching") return null
  return (
    <section className="section" id="readiness" aria-labelledby="readiness-name">
      <div className="section-head">
        <h2 id="readiness-name">Readiness</h2>
        <RefreshButton label="Check again" busy="Checking" />
      </div>
      <ul className="checks">
        {readiness.checks.map(({ check, status, evidence }) => (
          <li key={check} data-status={status}>
            <Mark sign={LOOKS[status].sign} tone={LOOKS[status].tone}>
              <span className="visually-hidden">{LOOKS[status].word}:</span>
            </Mark>
            <div>
              <strong>{NAMES[check]}</strong>
              <p>{evidence}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
