import type { ReleasedDocument } from "./released-document.ts"

/** A document as the Markdown it was written in, with what its page says beside the text in front. */
export function markdownTwinOf({ title, tags, publishedAt, updatedAt, body }: ReleasedDocument, address: string): string {
  const facts = [
    ["title", JSON.stringify(title)],
    ["url", address],
    ["published", publishedAt.toString()],
    ["updated", updatedAt.toString()],
    ["tags", JSON.stringify(tags)],
  ]
  return `---\n${facts.map(([name, value]) => `${name}: ${value}`).join("\n")}\n---\n\n# ${title}\n\n${body.trim()}\n`
}
