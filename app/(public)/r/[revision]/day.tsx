import { dayInWords } from "#lib/site/calendar.ts"
import { tagSlugOf } from "#lib/site/tag.ts"

export function Day({ at }: { at: Temporal.Instant }) {
  return <time dateTime={at.toString({ smallestUnit: "second" })}>{dayInWords(at)}</time>
}

/** When it came out and what it is about, in one quiet line. */
export function Dateline({ at, tags }: { at: Temporal.Instant; tags: readonly string[] }) {
  return (
    <p className="dateline">
      <Day at={at} />
      {tags.map((tag) => (
        <a key={tag} className="label" href={`/tags/${tagSlugOf(tag)}`}>
          {tag}
        </a>
      ))}
    </p>
  )
}
