import Link from "next/link"
import { Mark, type Sign, type Tone } from "#components/ui/mark.tsx"
import { RefreshButton } from "#components/ui/refresh-button.tsx"
import type { ReadinessReport } from "#lib/launch/readiness.ts"
import type { CheckName, CheckStatus, ReadinessCheck } from "#lib/launch/readiness-check.ts"
import type { ReleaseState } from "#lib/releases/release.ts"
import { type Mend, mendOf } from "./mends.ts"

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

type Props = { readiness: ReadinessReport; release: { id: string; state: ReleaseState }; email: string | null }

/** After the moment there is nothing left to check: what was true then is in the launch's own record. */
export function ReadinessSection({ readiness, release, email }: Props) {
  if (release.state === "released" || release.state === "launching") return null
  return (
    <section className="section" id="readiness" aria-labelledby="readiness-name">
      <div className="section-head">
        <h2 id="readiness-name">Readiness</h2>
        <RefreshButton label="Check again" busy="Checking" />
      </div>
      <ul className="checks">
        {readiness.checks.map((found) => (
          <Check key={found.check} found={found} mend={mendOf(found, { release: release.id, email })} />
        ))}
      </ul>
    </section>
  )
}

function Check({ found: { check, status, evidence }, mend }: { found: ReadinessCheck; mend: Mend | null }) {
  const { sign, tone, word } = LOOKS[status]
  return (
    <li data-status={status}>
      <Mark sign={sign} tone={tone}>
        <span className="visually-hidden">{word}:</span>
      </Mark>
      <div>
        <strong>{NAMES[check]}</strong>
        <p>{evidence}</p>
        {mend === null ? null : (
          <Link className="mend" href={mend.href} prefetch={false}>
            {mend.does}
          </Link>
        )}
      </div>
    </li>
  )
}
