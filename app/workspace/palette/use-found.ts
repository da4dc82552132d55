"use client"

import { useEffect, useState } from "react"
import type { Thing } from "./thing.ts"

/** Long enough that a quick hand asks once per word, short enough that nobody waits. */
const REST_MS = 80

/** Things that the server knows by these letters. What was found for the letters before stays until the next answer is there. */
export function useFound(letters: string): { found: Thing[]; isLooking: boolean } {
  const [answer, setAnswer] = useState<{ letters: string; found: Thing[] }>({ letters: "", found: [] })
  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(
      () => {
        look(letters, stop.signal).then(
          (found) => setAnswer({ letters, found }),
          // Somebody typed on, or the connection is gone: pages and acts are there without it.
          () => {},
        )
      },
      letters === "" ? 0 : REST_MS,
    )
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [letters])
  return { found: answer.found, isLooking: answer.letters !== letters }
}

async function look(letters: string, signal: AbortSignal): Promise<Thing[]> {
  const response = await fetch(`/workspace/find?${new URLSearchParams({ q: letters })}`, { signal })
  return response.ok ? ((await response.json()) as Thing[]) : []
}
