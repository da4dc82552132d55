import { byMonth } from "#lib/site/calendar.ts"
import { leadOf, leadPictureOf } from "#lib/site/reading.ts"
import type { Summary } from "#lib/site/released-document.ts"
import { Dateline } from "./day.tsx"

/** Entries under the month they came out in, which stands beside them like a note in the margin. */
export function EntryList({ entries }: { entries: readonly Summary[] }) {
  return byMonth(entries).map(({ key, name, items }) => (
    <section key={key} className="month" aria-labelledby={`month-${key}`}>
      <h2 id={`month-${key}`} className="margin-note">
        {name}
      </h2>
      <ol className="entries">
        {items.map((entry) => (
          <li key={entry.publicId}>
            <EntrySummary entry={entry} />
          </li>
        ))}
      </ol>
    </section>
  ))
}

function EntrySummary({ entry }: { entry: Summary }) {
  const picture = leadPictureOf(entry.body)
  const lead = leadOf(entry.body)
  return (
    <article lang={entry.locale}>
      <h3 className="headline">
        <a href={`/changelog/${entry.slug}`}>{entry.title}</a>
      </h3>
      <Dateline at={entry.publishedAt} tags={entry.tags} />
      {lead === "" ? null : <p className="lead">{lead}</p>}
      {picture ? <img className="lead-picture" src={picture.source} alt={picture.alt} loading="lazy" decoding="async" /> : null}
    </article>
  )
}
