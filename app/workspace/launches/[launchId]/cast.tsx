import { counted } from "#components/release/count.ts"
import { KIND_WORDS } from "#components/release/document-words.ts"
import { Mark, type Sign, type Tone } from "#components/ui/mark.tsx"
import { describeExposure } from "#lib/flags/exposure.ts"
import type { FlipState } from "#lib/launch/flip.ts"
import type { FlipView } from "#lib/launch/queries.ts"
import type { LaunchPage, MailView } from "./load-launch.ts"

const FLIP_LOOKS: Record<FlipState, { sign: Sign; tone: Tone; word: string }> = {
  planned: { sign: "ring", tone: "quiet", word: "Waits" },
  attempted: { sign: "half", tone: "wait", word: "Being set" },
  applied: { sign: "check", tone: "live", word: "Set" },
  restored: { sign: "back", tone: "quiet", word: "Put back" },
  left_alone: { sign: "alert", tone: "wait", word: "Left alone" },
}

/** Who is on the stage: flags, documents, audience, each with where it stands. */
export function Cast({ page: { launch, release, flips, documents, mail, drift } }: { page: LaunchPage }) {
  const standing = standingOf(launch)
  return (
    <section className="cast" aria-labelledby="cast">
      <h2 id="cast">Cast</h2>
      <h3>Flags</h3>
      {flips.length === 0 ? <p className="quiet">No flag moves.</p> : null}
      <ul className="rows">
        {flips.map((flip) => (
          <FlipRow key={flip.flag.id} flip={flip} isDrifted={drift.some(({ subject }) => subject === flip.flag.id)} />
        ))}
      </ul>
      <h3>Documents</h3>
      <ul className="rows">
        {documents.map(({ id, kind, title }) => (
          <li key={id}>
            <span className="row-name">
              {title} <span className="quiet">{KIND_WORDS[kind].name}</span>
            </span>
            {kind === "email" ? null : (
              <Mark sign={standing.sign} tone={standing.tone}>
                {standing.word}
              </Mark>
            )}
          </li>
        ))}
      </ul>
      <h3>Audience</h3>
      <p>
        {release.corrects === null ? "Everyone on the site. " : ""}
        <span className="quiet">{release.mail === "none" ? "Nobody is mailed." : mailedIn(mail)}</span>
      </p>
    </section>
  )
}

function FlipRow({ flip: { flag, before, desired, observed, state, trouble }, isDrifted }: { flip: FlipView; isDrifted: boolean }) {
  const { sign, tone, word } = FLIP_LOOKS[state]
  return (
    <li>
      <span className="row-name">
        <code>{flag.key}</code> <span className="quiet">{flag.environment}</span>
      </span>
      {isDrifted ? (
        <Mark sign="alert" tone="wait">
          Drifted
        </Mark>
      ) : null}
      <Mark sign={sign} tone={tone}>
        {word}
      </Mark>
      <dl className="values">
        <dt>Recorded</dt>
        <dd>{describeExposure(before)}</dd>
        <dt>Desired</dt>
        <dd>{describeExposure(desired)}</dd>
        {observed === null ? null : (
          <>
            <dt>Observed</dt>
            <dd>{describeExposure(observed)}</dd>
          </>
        )}
        {trouble === null ? null : (
          <>
            <dt>Trouble</dt>
            <dd>{trouble}</dd>
          </>
        )}
      </dl>
    </li>
  )
}

type Standing = { sign: Sign; tone: Tone; word: string }

function standingOf({ state, releasedAt }: LaunchPage["launch"]): Standing {
  if (state === "recalling" || state === "recalled") return { sign: "back", tone: "quiet", word: "Withdrawn" }
  if (releasedAt !== null) return { sign: "dot", tone: "live", word: "Public" }
  if (state === "flipping") return { sign: "check", tone: "quiet", word: "Approved, frozen" }
  return { sign: "ring", tone: "quiet", word: "Never public" }
}

function mailedIn(mail: MailView | null): string {
  if (mail === null) return "Who is mailed is decided at the moment."
  if (mail.state === "planned") return "Who is mailed was decided at the moment, and is written out after the hold."
  return `${counted(mail.candidates, "subscriber belongs", "subscribers belong")} to it.`
}
