type Scheme = "light" | "dark" | ""
type Words = { as: "page" | "widget"; title: string; html: string; scheme: Scheme }

/** A document for a frame that runs nothing: `html` is sanitised already, the title is text. The style is a file of ours. */
export function pageOf({ as, title, html, scheme }: Words): string {
  return framed({ as, scheme, body: `<article><h1>${escaped(title)}</h1><div class="text">${html}</div></article>` })
}

/** A mail's plain text, as the programs that show no HTML show it. */
export function textPageOf({ text, scheme }: { text: string; scheme: Scheme }): string {
  return framed({ as: "plain", scheme, body: `<pre>${escaped(text)}</pre>` })
}

/** The mail itself, with its own style for dark mode answered by choice and not by the reader's machine. */
export function mailPageOf({ html, scheme }: { html: string; scheme: Scheme }): string {
  if (scheme === "") return html
  return html.replace(/@media \(prefers-color-scheme:\s*dark\)/g, scheme === "dark" ? "@media all" : "@media not all")
}

function framed({ as, scheme, body }: { as: string; scheme: Scheme; body: string }): string {
  return `<!doctype html><html lang="en" data-scheme="${scheme}"><head><meta charset="utf-8"><title>Preview</title><link rel="stylesheet" href="/document-preview.css"></head><body class="${as}">${body}</body></html>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
