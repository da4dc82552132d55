/** The way to newer and older entries; nothing where all are on one page. */
export function Pager({ page, hasOlder }: { page: number; hasOlder: boolean }) {
  if (page === 1 && !hasOlder) return null
  return (
    <nav className="pager" aria-label="Pages">
      {page > 1 ? (
        <a rel="prev" href={page === 2 ? "/" : `/page/${page - 1}`}>
          Newer entries
        </a>
      ) : (
        <span />
      )}
      {hasOlder ? (
        <a rel="next" href={`/page/${page + 1}`}>
          Older entries
        </a>
      ) : null}
    </nav>
  )
}
