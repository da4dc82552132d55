import { type DiffLine, diffLines } from "#lib/documents/line-diff.ts"
import { type MarkedLine, markWords } from "#lib/documents/word-diff.ts"

const SIGNS = { same: " ", gone: "−", new: "+" } as const
const SAID = { same: "", gone: "removed: ", new: "added: " } as const

/** As many unchanged lines stay in sight before and after a change; more of them are folded away. */
const AROUND = 3

/** Two texts laid over each other; what went and what came are told by a sign, and only then by a colour. */
export function LineDiffView({ older, newer, about }: { older: string; newer: string; about: string }) {
  const lines = diffLines(older, newer)
  if (lines.every(({ is }) => is === "same")) return <p className="quiet">The text is the same in both.</p>
  const shown = foldsIn(lines, markWords(lines))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className="diff" aria-label={about} tabIndex={0}>
      {shown.map((part) =>
        part.isFolded ? (
          <details key={part.from}>
            <summary>{part.lines.length} unchanged lines</summary>
            <Lines lines={part.lines} />
          </details>
        ) : (
          <Lines key={part.from} lines={part.lines} />
        ),
      )}
    </section>
  )
}

type Part = { from: number; isFolded: boolean; lines: MarkedLine[] }

function foldsIn(lines: readonly DiffLine[], marked: readonly MarkedLine[]): Part[] {
  const near = lines.map((_, place) => lines.slice(Math.max(0, place - AROUND), place + AROUND + 1).some(({ is }) => is !== "same"))
  const parts: Part[] = []
  for (const [place, line] of marked.entries()) {
    const isFolded = near[place] === false
    const last = parts.at(-1)
    if (last !== undefined && last.isFolded === isFolded) last.lines.push(line)
    else parts.push({ from: place, isFolded, lines: [line] })
  }
  return parts
}

function Lines({ lines }: { lines: readonly MarkedLine[] }) {
  return keyed(lines).map(({ key, one }) => <Line key={key} line={one} />)
}

function Line({ line: { is, parts } }: { line: MarkedLine }) {
  const isEmpty = parts.every(({ text }) => text === "")
  return (
    <div data-is={is}>
      <span aria-hidden="true">{SIGNS[is]}</span>
      <span>
        <span className="visually-hidden">{SAID[is]}</span>
        {isEmpty ? " " : keyed(parts).map(({ key, one: { text, isOwn } }) => (isOwn ? <mark key={key}>{text}</mark> : text))}
      </span>
    </div>
  )
}

/** Their place is all that tells equal lines apart, and it never moves. */
function keyed<One>(all: readonly One[]): { key: string; one: One }[] {
  return all.map((one, place) => ({ key: `${place}`, one }))
}
