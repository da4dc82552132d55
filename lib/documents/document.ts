export const DOCUMENT_KINDS = ["entry", "announcement", "article", "email"] as const
export type DocumentKind = (typeof DOCUMENT_KINDS)[number]

/** Where the documents of a kind have their addresses; slugs are unique per place, for ever. */
export function pathOf(kind: DocumentKind, slug: string): string | null {
  switch (kind) {
    case "entry":
      return `/changelog/${slug}`
    case "article":
      return `/help/${slug}`
    case "announcement":
    case "email":
      return null
  }
}
