import { z } from "zod"

/** What an address says behind its question mark, as Next hands it over. */
export type Query = Record<string, string | string[] | undefined>

/** What somebody looks for, as far as it can be meant: PostgreSQL takes no zero bytes and no halves of characters. */
export function searched(limit: number) {
  return z
    .string()
    .transform((text) => text.trim().slice(0, limit).toWellFormed().replaceAll("\0", "") || undefined)
    .optional()
    .catch(undefined)
}

/** The address of a list with all that is said of it: what is undefined or null is left out. */
export function listAddress(page: string, parts: Record<string, unknown>): string {
  const said = Object.entries(parts).filter((part): part is [string, string] => typeof part[1] === "string")
  return said.length === 0 ? page : `${page}?${new URLSearchParams(said)}`
}
