type Words = { as: "page" | "widget"; title: string; html: string }

/** A document for a frame that runs nothing: `html` is sanitised already, the title is text. The style is a file of ours. */
export function pageOf({ as, title, html }: Words): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Preview</title><link rel="stylesheet" href="/document-preview.css"></head><body class="${as}"><article><h1>${escaped(title)}</h1><div class="text">${html}</div></article></body></html>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
