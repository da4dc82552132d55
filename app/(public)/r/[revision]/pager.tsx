/** The way to newer and older entries; nothing where all are on one page. `base` is the address of the first page, if it is not home. */
export function Pager({ page, hasOlder, base = "" }: { page: number; hasOlder: boolean; base?: string }) {
  if (page === 1 && !hasOlder) return null
  return (
    <nav className="pager" aria-label="Pages">
      {page > 1 ? (
        <a rel="prev" href={page === 2 ? base || "/" : `${base}/page/${page - 1}`}>
          Newer entries
        </a>
      ) : (
        <span />
      )}
      {hasOlder ? (
        <a rel="next" href={`${base}/page/${page + 1}`}>
          Older entries
        </a>
      ) : null}
    </nav>
  )
}
