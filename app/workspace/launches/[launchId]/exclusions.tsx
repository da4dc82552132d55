import { EXCLUSION_WORDS } from "../../releases/[releaseId]/audience/group-words.ts"

const NUMBERS = new Intl.NumberFormat("en")

/** Why the excluded ones got no mail, once that is settled: their numbers add up to them. */
export function Exclusions({ rows }: { rows: { reason: string; count: number }[] }) {
  if (rows.length === 0) return null
  return (
    <section className="mail-panel" aria-labelledby="exclusions">
      <h2 id="exclusions">Who was left out</h2>
      <ul className="exclusions">
        {rows.map(({ reason, count }) => (
          <li key={reason}>
            {NUMBERS.format(count)} {EXCLUSION_WORDS[reason] ?? reason}
          </li>
        ))}
      </ul>
    </section>
  )
}
