/** The words of a document as they stand in the fields of a form. */
export type Words = { title: string; slug: string; body: string; tags: string }

/** What is stored: its words, and the hash that names them. */
export type Stored = Words & { id: string; hash: string }

/** As they are stored: what differs in the space around it only is the same. */
export function plainOf({ title, slug, body, tags }: Words): Words {
  return { title: title.trim(), slug: slug.trim(), body: body.replaceAll("\r\n", "\n"), tags: tagsIn(tags).join(", ") }
}

export function isSame(one: Words, other: Words): boolean {
  const [a, b] = [plainOf(one), plainOf(other)]
  return a.title === b.title && a.slug === b.slug && a.body === b.body && a.tags === b.tags
}

export function tagsIn(text: string): string[] {
  return [
    ...new Set(
      text
        .split(",")
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ""),
    ),
  ]
}

/** A practised reader of a screen, silently, in words a minute. */
const READ_IN_A_MINUTE = 220

export function lengthOf(body: string): { words: number; minutes: number } {
  const words = body.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0
  return { words, minutes: Math.max(1, Math.round(words / READ_IN_A_MINUTE)) }
}
