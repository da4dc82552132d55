/** Something that the palette leads to. What is found and what is known from the start look the same. */
export type Thing = { kind: string; name: string; about: string; href: string; keys?: string | undefined }

/** An act without a page of its own. */
export type Doing = { kind: string; name: string; about: string; run: () => void; keys?: string | undefined }

export type Choice = Thing | Doing

/** What fits the letters, the best first: the beginning of the name, then of a word, then anywhere; words may come in any order. */
export function fitting<One extends { name: string; about: string }>(all: readonly One[], letters: string): One[] {
  const words = letters.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...all]
  return all
    .map((one) => ({ one, rank: rankOf(one, words) }))
    .filter(({ rank }) => rank < NOT_AT_ALL)
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one)
}

const NOT_AT_ALL = 3

function rankOf({ name, about }: { name: string; about: string }, words: readonly string[]): number {
  const text = name.toLowerCase()
  return Math.max(...words.map((word) => rankOfWord(word, text, about.toLowerCase())))
}

function rankOfWord(word: string, name: string, about: string): number {
  if (name.startsWith(word)) return 0
  if (name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word))) return 1
  return name.includes(word) || about.includes(word) ? 2 : NOT_AT_ALL
}

/** By kind, in the order in which kinds first come. */
export function grouped(choices: readonly Choice[]): { kind: string; choices: Choice[] }[] {
  return [...Map.groupBy(choices, ({ kind }) => kind)].map(([kind, of]) => ({ kind, choices: of }))
}
