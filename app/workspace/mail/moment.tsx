const SHORT = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZone: "UTC",
})

/** To the second, in the zone of the server's logs; the attribute has it to the microsecond. */
export function Moment({ at }: { at: string }) {
  return (
    <time className="moment" dateTime={at}>
      {SHORT.format(Temporal.Instant.from(at).epochMilliseconds)} UTC
    </time>
  )
}
