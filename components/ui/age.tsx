"use client"

import { exactly, useOwnZone } from "./moment.tsx"

/** For how long something has been so, `6 days`; the exact beginning, on the reader's clock and in UTC, one hover away. */
export function Age({ sinceMs, nowMs }: { sinceMs: number; nowMs: number }) {
  const zone = useOwnZone()
  return (
    <time dateTime={new Date(sinceMs).toISOString()} title={exactly(sinceMs, zone)}>
      {lasting(nowMs - sinceMs)}
    </time>
  )
}

const STEPS: [unit: "day" | "hour" | "minute", ms: number][] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
]

/** In days however many: a change that has been dark for 70 days is not better known as one of 2 months. */
function lasting(ms: number): string {
  const [unit, step] = STEPS.find(([, least]) => ms >= least) ?? []
  if (unit === undefined || step === undefined) return "a moment"
  return new Intl.NumberFormat("en", { style: "unit", unit, unitDisplay: "long" }).format(Math.floor(ms / step))
}
