"use client"

import { useState } from "react"
import { EDITION_LOOKS } from "#components/release/document-words.ts"
import { Mark } from "#components/ui/mark.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { LineDiffView } from "./line-diff-view.tsx"
import type { Version } from "./load-document.ts"

/** Every version that there was; one of them is laid over the newest. */
export function Versions({ versions, nowMs }: { versions: Version[]; nowMs: number }) {
  const [chosen, setChosen] = useState(versions[1]?.id ?? null)
  const [newest] = versions
  const other = versions.find(({ id }) => id === chosen)
  if (newest === undefined) return null
  return (
    <section className="section" aria-labelledby="versions">
      <div className="section-head">
        <h2 id="versions">Versions</h2>
      </div>
      <ul className="rows">
        {versions.map(({ id, state, hash, approvedBy, atMs }) => (
          <li key={id}>
            <Mark sign={EDITION_LOOKS[state].sign} tone={EDITION_LOOKS[state].tone}>
              {EDITION_LOOKS[state].word}
            </Mark>
            <span className="row-name quiet">
              <code>{hash.slice(0, 8)}</code> <Moment atMs={atMs} nowMs={nowMs} />
              {approvedBy === null ? "" : `, approved by ${approvedBy}`}
            </span>
            {id === newest.id ? (
              <span className="quiet newest">the newest</span>
            ) : (
              <button type="button" className="button" data-kind="plain" aria-pressed={id === chosen} onClick={() => setChosen(id)}>
                Compare
              </button>
            )}
          </li>
        ))}
      </ul>
      {other === undefined ? null : <LineDiffView older={other.body} newer={newest.body} about="From the older version to the newest" />}
    </section>
  )
}
