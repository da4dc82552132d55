"use client"

import { useOwnZone } from "#components/ui/moment.tsx"
import "./everybodys-time.css"

/** Where people of most teams and their customers sit, from west to east. */
const ELSEWHERE = [
  "America/Los_Angeles",
  "America/New_York",
  "America/Sao_Paulo",
  "Europe/London",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Asia/Singapore",
  "Asia/Tokyo",
  "Australia/Sydney",
]

/** One instant on everybody's clock: that of the release, the reader's, UTC, and, folded away, those of the rest of the world. */
export function EverybodysTime({ timeZone, instantMs }: { timeZone: string; instantMs: number }) {
  const own = useOwnZone()
  const first = [...new Map([[timeZone, "Release"], ...(own === null || own === timeZone ? [] : [[own, "You"] as const]), ["UTC", "UTC"]])]
  const others = ELSEWHERE.filter((zone) => first.every(([shown]) => shown !== zone))
  return (
    <>
      <dl className="facts times">
        {first.map(([zone, whose]) => (
          <div key={zone}>
            <dt>{whose}</dt>
            <dd>
              {timeIn(instantMs, zone)} {zone === "UTC" ? null : <span className="quiet">{zone}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <details className="elsewhere">
        <summary>Everybody’s time</summary>
        <dl className="facts times">
          {others.map((zone) => (
            <div key={zone}>
              <dt>{cityOf(zone)}</dt>
              <dd data-hour={isNight(instantMs, zone) ? "night" : "day"}>
                {timeIn(instantMs, zone)}
                {isNight(instantMs, zone) ? <span className="quiet"> at night</span> : null}
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  )
}

/** `Tue, 1 Dec 2026, 09:00`, on the clocks of a zone. */
function timeIn(atMs: number, timeZone: string): string {
  const shown = { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZone } as const
  return new Intl.DateTimeFormat("en-GB", shown).format(atMs)
}

function cityOf(zone: string): string {
  return zone.slice(zone.indexOf("/") + 1).replaceAll("_", " ")
}

/** When a launch would wake somebody up. */
function isNight(atMs: number, timeZone: string): boolean {
  const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone }).format(atMs))
  return hour >= 22 || hour < 7
}
