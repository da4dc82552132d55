type Scheduled = { at: string; timeZone: string; instant: { epochMilliseconds: number } }

/** The wall time that was promised, in its zone; the same instant in UTC one hover away. */
export function ScheduledTime({ schedule: { at, timeZone, instant } }: { schedule: Scheduled }) {
  const iso = new Date(instant.epochMilliseconds).toISOString()
  return (
    <time className="scheduled" dateTime={iso} title={`${iso.slice(0, 16).replace("T", " ")} UTC`}>
      {dayOf(at)}, {at.slice(11, 16)} <span className="quiet">{timeZone}</span>
    </time>
  )
}

/** The text is read as a day of no zone at all: what was promised stays what was promised. */
function dayOf(at: string): string {
  const day = new Date(`${at.slice(0, 10)}T00:00:00Z`)
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", weekday: "short", timeZone: "UTC" }).format(
    day,
  )
}
