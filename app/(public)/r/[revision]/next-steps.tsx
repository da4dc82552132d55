import type { Neighbour } from "#lib/site/released-document.ts"

type Steps = { older: Neighbour | null; newer: Neighbour | null; help: readonly Neighbour[] }

/** Where a reader goes from the end of an entry: deeper into it, to the ones beside it, or away until the next one comes. */
export function NextSteps({ older, newer, help }: Steps) {
  return (
    <aside className="next-steps" aria-label="What to do next">
      {help.length === 0 ? null : (
        <section aria-labelledby="related-help">
          <h2 id="related-help" className="step-name">
            Help with this
          </h2>
          <ul>
            {help.map(({ slug, title }) => (
              <li key={slug}>
                <a href={`/help/${slug}`}>{title}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <nav aria-label="More releases">
        <Step to={newer} name="Next release" />
        <Step to={older} name="Release before" />
      </nav>
      <p className="all">
        <a href="/subscribe">Hear of the next release by mail</a>
        <a href="/">Everything that’s new</a>
      </p>
    </aside>
  )
}

function Step({ to, name }: { to: Neighbour | null; name: string }) {
  if (to === null) return null
  return (
    <p>
      <span className="step-name">{name}</span>
      <a href={`/changelog/${to.slug}`}>{to.title}</a>
    </p>
  )
}
