import { type DiffLine, diffLines } from "#lib/documents/line-diff.ts"

const SIGNS = { same: " ", gone: "−", new: "+" } as const
const SAID = { same: "", gone: "removed: ", new: "added: " } as const

/** Two texts laid over each other; what went and what came are told by a sign, and only then by a colour. */
export function LineDiffView({ older, newer, about }: { older: string; newer: string; about: string }) {
  const lines = diffLines(older, newer).map((line, place) => ({ ...line, key: `${place}` }))
  if (lines.every(({ is }) => is === "same")) return <p className="quiet">The text is the same in both.</p>
  return (
    <section className="diff" aria-label={about} tabIndex={-1}>
      {lines.map(({ key, ...line }) => (
        <Line key={key} line={line} />
      ))}
    </section>
  )
}

function Line({ line: { is, text } }: { line: DiffLine }) {
  return (
    <div data-is={is}>
      <span aria-hidden="true">{SIGNS[is]}</span>
      <span>
        <span className="visually-hidden">{SAID[is]}</span>
        {text === "" ? " " : text}
      </span>
    </div>
  )
}
