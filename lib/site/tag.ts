import { createHash } from "node:crypto"
import { slugOf } from "../documents/slug.ts"
import type { TagName } from "./released-document.ts"

/** A tag as visitors meet it: one address, whatever ways its name is written. `names` has the commonest first. */
export type Tag = { slug: string; names: readonly string[]; count: number }

const HAS_LATIN = /[a-z0-9]/i

/** The address of a tag. One that has no Latin letter or digit gets one made from its bytes: an address is plain ASCII. */
export function tagSlugOf(name: string): string {
  if (HAS_LATIN.test(name.normalize("NFKD"))) return slugOf(name)
  return `tag-${createHash("sha256").update(name).digest("hex").slice(0, 12)}`
}

/** In the order of their names. An entry that carries two spellings of one tag counts twice: the number is for weighing, not for adding up. */
export function tagsOf(names: readonly TagName[]): Tag[] {
  const bySlug = Map.groupBy(names, ({ name }) => tagSlugOf(name))
  const tags = [...bySlug].map(([slug, spellings]) => ({
    slug,
    names: spellings.map(({ name }) => name),
    count: spellings.reduce((sum, { count }) => sum + count, 0),
  }))
  return tags.sort((one, other) => (one.slug < other.slug ? -1 : 1))
}
