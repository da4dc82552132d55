"use client"

import { useRouter } from "next/navigation"
import { useEffect, useState } from "react"

type Props = {
  untilMs: number
  nowMs: number /** Makes the page again when the time has come, until it shows something else. */
  then?: "look"
}

/** After the time has come: often enough for somebody who watches, seldom enough for a launch that waits for its worker. */
const LOOK_EVERY_MS = 1500

/** Counts down to an instant by the server's clock as it was when the page was made: the reader's own may be wrong. */
export function Countdown({ untilMs, nowMs, then }: Props) {
  const router = useRouter()
  const [leftMs, setLeftMs] = useState(untilMs - nowMs)
  const isOver = leftMs <= 0
  useEffect(() => {
    const began = performance.now()
    const timer = setInterval(() => setLeftMs(untilMs - nowMs - (performance.now() - began)), 250)
    return () => clearInterval(timer)
  }, [untilMs, nowMs])
  useEffect(() => {
    if (!isOver || then !== "look") return
    router.refresh()
    const timer = setInterval(() => router.refresh(), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [isOver, then, router])
  return (
    <span className="countdown" role="timer">
      {lasting(Math.max(0, Math.ceil(leftMs / 1000)))}
    </span>
  )
}

/** `4:05`, `1:04:05`, `2 d 1:04:05`. */
function lasting(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, "0")
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60]
  if (days > 0) return `${days} d ${hours}:${two(minutes)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
