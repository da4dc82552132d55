const NUMBERS = new Intl.NumberFormat("en")

/** `1,204 subscribers`: a number with its unit. */
export function counted(number: number, one: string, many: string): string {
  return `${NUMBERS.format(number)} ${number === 1 ? one : many}`
}
