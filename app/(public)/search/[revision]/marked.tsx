import type { Run } from "#lib/site/search.ts"

export function Marked({ runs }: { runs: readonly Run[] }) {
  let at = 0
  return runs.map(({ text, isMarked }) => {
    const key = at
    at += text.length
    return isMarked ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>
  })
}
