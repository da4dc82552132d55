/** The absolute address of a path of ours. Every one that leaves the house is made here, from PUBLIC_URL and nothing a client said. */
export function publicAddress(publicUrl: URL, path: string): string {
  return new URL(path, publicUrl).href
}

/** A text's HTML for where it is read away from its page: in a feed reader, or in the product that shows the widget. */
export function withAbsoluteLinks(html: string, publicUrl: URL, page: string): string {
  return html.replace(/ (href|src)="([/#][^"]*)"/g, (_, name: string, path: string) => {
    return ` ${name}="${publicAddress(publicUrl, path.startsWith("#") ? `${page}${path}` : path)}"`
  })
}
