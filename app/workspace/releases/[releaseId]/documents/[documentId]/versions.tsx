import Link from "next/link"
import { EDITION_LOOKS } from "#components/release/document-words.ts"
import { FilterForm } from "#components/ui/filter-form.tsx"
import { Mark } from "#components/ui/mark.tsx"
import { Moment } from "#components/ui/moment.tsx"
import type { VersionView } from "#lib/documents/queries.ts"
import { LineDiffView } from "./line-diff-view.tsx"
import type { Compared } from "./load-document.ts"
import { RestoreVersion } from "./restore-version.tsx"

type Props = {
  document: { id: string; hash: string }
  path: string
  versions: VersionView[]
  compared: Compared | null
  nowMs: number
  mayWrite: boolean
}

/** Every wording that there was: who wrote it, who approved exactly it, and what it says beside any other. */
export function Versions({ document, path, versions, compared, nowMs, mayWrite }: Props) {
  const [newest] = versions
  if (newest === undefined) return null
  return (
    <section className="section" id="versions" aria-labelledby="versions-name">
      <div className="section-head">
        <h2 id="versions-name">Versions</h2>
      </div>
      <ul className="rows scrolling">
        {versions.map((version) => (
          <li key={version.id}>
            <Written version={version} nowMs={nowMs} />
            {version.number === newest.number ? (
              <span className="quiet newest">the newest</span>
            ) : (
              <span className="row-acts">
                <Link
                  className="button"
                  data-kind="plain"
                  href={`${path}?older=${version.number}&newer=${newest.number}#compared`}
                  prefetch={false}
                  aria-label={`Compare version ${version.number} with the newest`}
                >
                  Compare
                </Link>
                {mayWrite && version.hash !== document.hash ? <RestoreVersion document={document} number={version.number} /> : null}
              </span>
            )}
          </li>
        ))}
      </ul>
      {compared === null ? null : <Comparison {...{ path, versions, compared }} />}
    </section>
  )
}

function Written({ version: { number, state, hash, writtenBy, writtenAt, approvals }, nowMs }: { version: VersionView; nowMs: number }) {
  const look = state === null ? null : EDITION_LOOKS[state]
  const approval = approvals.at(-1)
  return (
    <>
      <span className="version-number">{number}</span>
      <span className="row-name">
        <span>
          {writtenBy} <Moment atMs={writtenAt.epochMilliseconds} nowMs={nowMs} />
        </span>{" "}
        <code className="quiet">{hash.slice(0, 8)}</code>
        {approval === undefined ? null : (
          <span className="quiet approval">
            {" "}
            Approved by {approval.by} <Moment atMs={approval.at.epochMilliseconds} nowMs={nowMs} />
          </span>
        )}
      </span>
      {look === null ? null : (
        <Mark sign={look.sign} tone={look.tone}>
          {look.word}
        </Mark>
      )}
    </>
  )
}

function Comparison({ path, versions, compared: { older, newer } }: { path: string; versions: VersionView[]; compared: Compared }) {
  return (
    <div className="comparison" id="compared">
      <FilterForm path={path} submit="Compare" isFiltered={false} key={`${older.number} ${newer.number}`}>
        <Choice name="older" label="From version" chosen={older} versions={versions} />
        <Choice name="newer" label="to version" chosen={newer} versions={versions} />
      </FilterForm>
      <Changed what="Title" older={older.title} newer={newer.title} />
      <Changed what="Address" older={older.slug} newer={newer.slug} />
      <Changed what="Tags" older={older.tags.join(", ")} newer={newer.tags.join(", ")} />
      <LineDiffView older={older.body} newer={newer.body} about={`From version ${older.number} to version ${newer.number}`} />
    </div>
  )
}

type Chosen = { name: string; label: string; chosen: VersionView; versions: VersionView[] }

function Choice({ name, label, chosen, versions }: Chosen) {
  return (
    <label className="choice-of-version">
      {label}
      <select className="select" name={name} defaultValue={chosen.number}>
        {versions.map(({ number, writtenBy }) => (
          <option key={number} value={number}>
            {number}, by {writtenBy}
          </option>
        ))}
      </select>
    </label>
  )
}

function Changed({ what, older, newer }: { what: string; older: string; newer: string }) {
  if (older === newer) return null
  return (
    <p className="changed">
      <span className="quiet">{what}</span> <del>{older === "" ? "none" : older}</del> <span aria-hidden="true">→</span>{" "}
      <ins>{newer === "" ? "none" : newer}</ins>
    </p>
  )
}
