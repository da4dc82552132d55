"use client"

import { useEffect, useRef } from "react"
import type { Theme } from "./theme.ts"

/** What parts of the frame tell each other: they stand far apart in the page. */
export type SetTheme = { is: "theme"; theme: Theme }
export type Told = SetTheme | { is: "find" } | { is: "shortcuts" }

const listeners = new Set<(told: Told) => void>()

export function tell(told: Told): void {
  for (const listener of listeners) listener(told)
}

export function useTold(hear: (told: Told) => void): void {
  const latest = useRef(hear)
  latest.current = hear
  useEffect(() => {
    const listener = (told: Told) => latest.current(told)
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
}
