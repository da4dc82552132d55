"use client"

import { useOwnZone } from "#components/ui/moment.tsx"

/** To the millisecond, on the reader's clock once that is known; until then, and without scripts, in UTC. */
export function ExactTime({ atMs }: { atMs: number }) {
  const zone = useOwnZone()
  const iso = new Date(atMs).toISOString()
  return (
    <time dateTime={iso} title={`${iso.slice(0, 23).replace("T", " ")} UTC`}>
      {clock(atMs, zone ?? "UTC")}
    </time>
  )
}

function clock(atMs: number, timeZone: string): string {
  const shown = { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, timeZone } as const
  return new Intl.DateTimeFormat("en-GB", shown).format(atMs)
}
