"use client"

import { useEffect, useState } from "react"

/** Milliseconds of the epoch, so that it can cross into a browser. */
type Props = { atMs: number | null; nowMs: number; never?: string }

/** How long ago or ahead; the exact time, on the reader's clock and in UTC, one hover away. */
export function Moment({ atMs, nowMs, never = "never" }: Props) {
  const zone = useOwnZone()
  if (atMs === null) return <span className="quiet">{never}</span>
  return (
    <time dateTime={new Date(atMs).toISOString()} title={exactly(atMs, zone)}>
      {relative(atMs - nowMs)}
    </time>
  )
}

/** The zone of the browser's clock; null while the server's page is all there is. */
export function useOwnZone(): string | null {
  const [zone, setZone] = useState<string | null>(null)
  useEffect(() => setZone(Intl.DateTimeFormat().resolvedOptions().timeZone), [])
  return zone
}

/** `Tue, 1 Dec 2026, 09:00`, on the clocks of a zone. */
export function wallTime(atMs: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: zone }).format(atMs)
}

export function exactly(atMs: number, zone: string | null): string {
  const universal = `${wallTime(atMs, "UTC")} UTC`
  return zone === null || zone === "UTC" ? universal : `${wallTime(atMs, zone)} ${zone} · ${universal}`
}

const STEPS: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ["year", 365 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
]

const WORDS = new Intl.RelativeTimeFormat("en", { numeric: "auto" })

function relative(aheadMs: number): string {
  const [unit, ms] = STEPS.find(([, step]) => Math.abs(aheadMs) >= step) ?? []
  return unit === undefined || ms === undefined ? "just now" : WORDS.format(Math.trunc(aheadMs / ms), unit)
}
