const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

// XML 1.0 has no way to write these, not even escaped: one of them makes a whole feed unreadable.
const CONTROLS = /(?![\t\n\r])\p{Control}|[\ufffe\uffff]/gu

export function withoutControls(text: string): string {
  return text.toWellFormed().replace(CONTROLS, "")
}

export function escapeXml(text: string): string {
  return withoutControls(text).replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
}
