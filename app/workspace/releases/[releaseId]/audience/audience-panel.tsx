import Link from "next/link"
import { sized, sizeInWords } from "#components/subscriber/size-words.ts"
import type { PersonActor } from "#lib/access/actor.ts"
import type { AudienceBreakdown } from "#lib/delivery/break-down-audience.ts"
import type { Runtime } from "#lib/runtime.ts"
import { EditAudience } from "./edit-audience.tsx"
import { GROUP_WORDS } from "./group-words.ts"
import { loadPanel, type Panel, type PanelOf } from "./load-panel.ts"
import "./audience-panel.css"

type Props = PanelOf & { deps: Pick<Runtime, "db" | "clock">; actor: PersonActor; mayEdit: boolean }

/** Whom the release is mailed to: who gets it, and who does not and why, in numbers that add up to everybody. */
export async function AudiencePanel({ deps, actor, mayEdit, ...of }: Props) {
  const { release } = of
  const panel = await loadPanel(deps, actor, of)
  const { id, mail, topics, segmentId, corrects } = release
  return (
    <section className="section" aria-labelledby="audience">
      <div className="section-head">
        <h2 id="audience">Audience</h2>
        {mayEdit && corrects === null ? (
          <EditAudience release={{ id, mail, topics, segment: segmentId }} topics={panel.topics} segments={panel.segments} />
        ) : null}
      </div>
      <p>Everyone on the site sees it. {mail === "none" ? "Nobody is mailed." : `The mail is for ${whomOf(release, panel)}.`}</p>
      {mail === "none" ? null : <Breakdown panel={panel} />}
    </section>
  )
}

function whomOf({ topics, segmentId, corrects }: PanelOf["release"], panel: Panel): string {
  if (corrects !== null) return "whoever was mailed what this corrects"
  const named = topics?.map((key) => panel.topics.find((topic) => topic.key === key)?.name ?? key).join(" or ")
  const who = named === undefined ? "every active subscriber" : `subscribers who follow ${named}`
  if (segmentId === null) return who
  const segment = panel.segments.find(({ id }) => id === segmentId)?.name
  return segment === undefined ? "a segment that is gone: choose another audience" : `${who} in the segment ${segment}`
}

function Breakdown({ panel: { mailed, others, mayKnow } }: { panel: Panel }) {
  return (
    <>
      <p className="gets">
        <strong>{mailed === null ? "Nobody gets it." : `${sized(mailed.size, "person gets it", "people get it")}.`}</strong>{" "}
        <span className="quiet">Decided anew at the moment of release.</span>
      </p>
      {mayKnow && mailed !== null ? <Some people={mailed.some} /> : null}
      {others.length === 0 ? null : (
        <details className="others">
          <summary>Who does not, and why</summary>
          <ul>
            {others.map((other) => (
              <li key={other.group}>
                <span className="number">{sizeInWords(other.size)}</span>
                <span>
                  {GROUP_WORDS[other.group]}
                  {mayKnow ? <Some people={other.some} /> : null}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Some({ people }: { people: AudienceBreakdown[number]["some"] }) {
  return (
    <span className="some quiet">
      {people.map(({ id, email }, place) => (
        <span key={id}>
          {place === 0 ? "Such as " : ", "}
          <Link className="work-link" href={`/workspace/audience?subscriber=${id}`} prefetch={false}>
            {email}
          </Link>
        </span>
      ))}
    </span>
  )
}
