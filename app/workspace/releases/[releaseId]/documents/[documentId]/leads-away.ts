/** The address of another page of ours, where a plain click on a link leads to one. */
export function leadsAway(event: MouseEvent): string | null {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || !(event.target instanceof Element))
    return null
  const link = event.target.closest("a")
  if (link === null || link.target !== "" || link.origin !== location.origin || link.pathname === location.pathname) return null
  return `${link.pathname}${link.search}${link.hash}`
}
