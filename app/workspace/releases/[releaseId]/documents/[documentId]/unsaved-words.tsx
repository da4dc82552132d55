"use client"

import { useEffect, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { isSame, type Stored, type Words } from "./words.ts"

type Kept = { words: Words; hash: string }

type Props = {
  stored: Stored
  /** What is typed and not saved, with the hash of what it is to replace; null where everything is saved. */
  unsaved: Kept | null
  takeUp: (kept: Kept) => void
}

/** Keeps what is typed in the browser's tab, and offers it again after a crash, a reload or a step back. */
export function UnsavedWords({ stored, unsaved, takeUp }: Props) {
  const key = `curtain unsaved ${stored.id}`
  const [found, setFound] = useState<Kept | null>(null)
  const [isLooked, setLooked] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for once, when the page opens
  useEffect(() => {
    const kept = keptIn(sessionStorage.getItem(key))
    setFound(kept === null || isSame(kept.words, stored) ? null : kept)
    setLooked(true)
  }, [key])
  useEffect(() => {
    if (unsaved !== null) sessionStorage.setItem(key, JSON.stringify(unsaved))
    else if (isLooked && found === null) sessionStorage.removeItem(key)
  }, [key, unsaved, isLooked, found])
  if (found === null || unsaved !== null) return null
  return (
    <div className="notice conflict" role="status">
      <div>
        <p>
          <strong>You left words here that were not saved.</strong> They are still in this browser.
        </p>
        <div className="form-foot">
          <Button
            kind="main"
            onClick={() => {
              takeUp(found)
              setFound(null)
            }}
          >
            Take them up again
          </Button>
          <Button kind="plain" onClick={() => setFound(null)}>
            Throw them away
          </Button>
        </div>
      </div>
    </div>
  )
}

function keptIn(text: string | null): Kept | null {
  try {
    const { words, hash }: Kept = JSON.parse(text ?? "null") ?? { words: null, hash: "" }
    const isWhole = [words?.title, words?.slug, words?.body, words?.tags, hash].every((one) => typeof one === "string")
    return isWhole ? { words, hash } : null
  } catch {
    return null
  }
}
