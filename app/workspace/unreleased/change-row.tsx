import Link from "next/link"
import { ExposureMark } from "#components/flag/exposure-mark.tsx"
import { RELEASE_LOOKS } from "#components/release/release-mark.tsx"
import { Age } from "#components/ui/age.tsx"
import type { ChangeLine } from "./change-line.ts"

type Props = {
  line: ChangeLine
  nowMs: number
  address: string
  isOpen: boolean
  /** Null for who may only look. */
  isChosen: boolean | null
  onChoose: (to: "chosen" | "left", reach: "one" | "from the last") => void
}

export function ChangeRow({ line, nowMs, address, isOpen, isChosen, onChoose }: Props) {
  const { id, title, type, breaking, flags, author, environments, deployedMs, release } = line
  return (
    <tr data-open={isOpen ? "" : undefined} data-chosen={isChosen ? "" : undefined}>
      {isChosen === null ? null : (
        <td className="choose">
          <input
            type="checkbox"
            aria-label={`Choose ${title}`}
            checked={isChosen}
            onChange={(event) => onChoose(event.target.checked ? "chosen" : "left", isShifted(event.nativeEvent) ? "from the last" : "one")}
          />
        </td>
      )}
      <th scope="row" className="title">
        <span className="type" data-breaking={breaking ? "" : undefined}>
          {type}
          {breaking ? "!" : ""}
        </span>
        <Link
          id={`change-${id}`}
          href={withChange(address, id)}
          scroll={false}
          prefetch={false}
          title={title}
          aria-current={isOpen || undefined}
        >
          {title}
        </Link>
        {release === null ? null : (
          <Link className="in-release" href={`/workspace/releases/${release.id}`} prefetch={false} title={`In the release ${release.name}`}>
            {RELEASE_LOOKS[release.state].word}: {release.name}
          </Link>
        )}
      </th>
      <td className="flags">
        {flags.length === 0 ? <span className="quiet">none</span> : null}
        {flags.map(({ key, exposure }) => (
          <span className="flag" key={key}>
            <span className="mono" title={key}>
              {key}
            </span>
            <ExposureMark exposure={exposure} />
          </span>
        ))}
      </td>
      <td className="source">
        <Source line={line} />
      </td>
      <td className="author" title={author}>
        {author}
      </td>
      <td className="reached" title={environments.join(", ")}>
        {environments.join(", ")}
      </td>
      <td className="age">{deployedMs === null ? <span className="quiet">–</span> : <Age sinceMs={deployedMs} nowMs={nowMs} />}</td>
    </tr>
  )
}

export function Source({ line: { repository, source } }: { line: Pick<ChangeLine, "repository" | "source"> }) {
  return (
    <>
      <span className="repository" title={repository}>
        {repository}
      </span>{" "}
      {source.url === null ? (
        <span className="mono quiet">{source.name}</span>
      ) : (
        <a className="mono work-link" href={source.url} target="_blank" rel="noreferrer">
          {source.name}
        </a>
      )}
    </>
  )
}

function withChange(address: string, id: string): string {
  return `${address}${address.includes("?") ? "&" : "?"}change=${id}`
}

/** A change of a checkbox comes of a click or of the space bar, and both know which keys were held. */
function isShifted(event: Event): boolean {
  return "shiftKey" in event && event.shiftKey === true
}
