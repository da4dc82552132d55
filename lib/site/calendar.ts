type Dated = { publishedAt: Temporal.Instant }
export type Month<Item> = { key: string; name: string; items: Item[] }

/** Items in their order, gathered under the month they came out in. */
export function byMonth<Item extends Dated>(items: readonly Item[]): Month<Item>[] {
  const months: Month<Item>[] = []
  for (const item of items) {
    const key = dayOf(item.publishedAt).toPlainYearMonth().toString()
    const last = months.at(-1)
    if (last?.key === key) last.items.push(item)
    else months.push({ key, name: written(item.publishedAt, { month: "long", year: "numeric" }), items: [item] })
  }
  return months
}

/** With its year always: the page is the same for everybody, whenever they read it. */
export function dayInWords(instant: Temporal.Instant): string {
  return written(instant, { day: "numeric", month: "long", year: "numeric" })
}

function dayOf(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO("UTC").toPlainDate()
}

function written(instant: Temporal.Instant, format: Intl.DateTimeFormatOptions): string {
  return dayOf(instant).toLocaleString("en-GB", format)
}
