"use client"

import { useState } from "react"
import { isSame, type Stored, type Words } from "./words.ts"

/**
 * The words in the fields, and those that the writing started from, which a save replaces. Where others are stored meanwhile and
 * nothing was typed, they come; where something was typed, it stays, and the writer decides.
 */
export function useWords(stored: Stored) {
  const [words, setWords] = useState<Words>(stored)
  const [base, setBase] = useState(stored)
  // Between our own save and the page that shows it, what the page shows is what was replaced.
  const [replaced, setReplaced] = useState<string | null>(null)
  const isChanged = !isSame(words, base)
  const isElse = stored.hash !== base.hash && stored.hash !== replaced
  const take = () => {
    setWords(stored)
    setBase(stored)
  }
  if (stored.hash === base.hash && replaced !== null) setReplaced(null)
  if (isElse && isSame(words, stored)) setBase(stored)
  else if (isElse && !isChanged) take()
  return {
    words,
    base,
    isChanged,
    isStale: isElse && isChanged && !isSame(words, stored),
    write: (more: Partial<Words>) => setWords((before) => ({ ...before, ...more })),
    take,
    keep: () => setBase(stored),
    /** Words that were left here unsaved, together with what they were to replace. */
    takeUp: (kept: { words: Words; hash: string }) => {
      setWords(kept.words)
      setBase({ ...stored, hash: kept.hash })
    },
    saved: (sent: Words, hash: string) => {
      setReplaced(stored.hash)
      setBase({ ...sent, id: stored.id, hash })
    },
  }
}
