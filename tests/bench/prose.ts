const SYLLABLES = ["ka", "lo", "ri", "ment", "ter", "so", "ban", "que", "vi", "dor", "fel", "stra", "ne", "um", "pli", "go"]

/** So many words of Markdown in paragraphs of forty, the same for the same seed, and as little compressible as words are. */
export function proseOf({ words, seed }: { words: number; seed: number }): string {
  const next = numbersFrom(seed)
  const paragraphs: string[] = []
  for (let left = words; left > 0; left -= 40) {
    paragraphs.push(Array.from({ length: Math.min(left, 40) }, () => wordFrom(next)).join(" "))
  }
  return paragraphs.join(".\n\n")
}

function wordFrom(next: () => number): string {
  return Array.from({ length: 1 + (next() % 4) }, () => SYLLABLES[next() % SYLLABLES.length]).join("")
}

/** Marsaglia's xorshift: the same sequence on every machine. */
function numbersFrom(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
