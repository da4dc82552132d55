/** Lower-case letters, digits and single hyphens: an address that survives being read aloud. */
export const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

export const LONGEST_SLUG = 120

/** Makes an address of a title: accents go, everything else that is no letter or digit becomes a hyphen. */
export function slugOf(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, "")
  return plain === "" ? "untitled" : plain
}

/** `new-editor`, `new-editor-2`, `new-editor-3` …: what to try next when an address made from a title is taken. */
export function slugAfter(slug: string, attempt: number): string {
  if (attempt === 1) return slug
  const ending = `-${attempt}`
  return `${slug.slice(0, LONGEST_SLUG - ending.length).replace(/-+$/, "")}${ending}`
}
