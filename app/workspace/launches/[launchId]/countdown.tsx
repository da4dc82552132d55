"use client"

import { useEffect, useState } from "react"

/** Counts down to an instant by the server's clock as it was when the page was made: the reader's own may be wrong. */
export function Countdown({ untilMs, nowMs }: { untilMs: number; nowMs: number }) {
  const [leftMs, setLeftMs] = useState(untilMs - nowMs)
  useEffect(() => {
    const began = performance.now()
    const timer = setInterval(() => setLeftMs(untilMs - nowMs - (performance.now() - began)), 250)
    return () => clearInterval(timer)
  }, [untilMs, nowMs])
  const seconds = Math.max(0, Math.ceil(leftMs / 1000))
  return (
    <span className="countdown" role="timer">
      {Math.floor(seconds / 60)}:{String(seconds % 60).padStart(2, "0")}
    </span>
  )
}
