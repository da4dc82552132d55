import type { Size } from "#lib/subscribers/sample.ts"

const NUMBERS = new Intl.NumberFormat("en")

/** `1,204`, `about 410,000`, `fewer than 1,000`. */
export function sizeInWords({ is, count }: Size): string {
  const number = NUMBERS.format(count)
  if (is === "exact") return number
  return is === "about" ? `about ${number}` : `fewer than ${number}`
}

export function sized(size: Size, one: string, many: string): string {
  return `${sizeInWords(size)} ${size.is === "exact" && size.count === 1 ? one : many}`
}
