import type { Complaint } from "../kernel/errors.ts"
import type { HookNewsGiven } from "./input.ts"

/** What a payload says to us. `event` is told to people: the sender's name for it, with the action where there is one. */
export type HookReading = { event: string; repository: string | null } & (
  | { is: "news"; news: HookNewsGiven }
  | { is: "ignored"; reason: string }
  | { is: "unreadable"; complaints: Complaint[] }
)

export const MERGES_ONLY = "Only a merge matters here."

/** PostgreSQL keeps neither NUL nor half characters, and what people wrote must not be lost for one of them. */
export function cleanText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed()
}

/** JSON in which no text holds what PostgreSQL refuses, names of fields aside: those are never kept. Throws for what is no JSON. */
export function parsePayload(text: string): unknown {
  const isOdd = /\\u(?:0000|d[89a-f])/i.test(text)
  return isOdd ? JSON.parse(text, (_, value: unknown) => (typeof value === "string" ? cleanText(value) : value)) : JSON.parse(text)
}

/** A link for people, or nothing. */
export function webAddress(text: string | null | undefined): { url?: string } {
  if (!text || text.length > 2000 || !URL.canParse(text)) return {}
  return /^https?:$/.test(new URL(text).protocol) ? { url: text } : {}
}

type Person = { name?: string | null | undefined; email?: string | null | undefined }

export function authorOf(person: Person | null | undefined): { name: string; email?: string } {
  const name = cleanText(person?.name ?? "").trim()
  const email = cleanText(person?.email ?? "")
  return { name: name.slice(0, 200).trim() || "unknown", ...(email === "" || email.length > 320 ? {} : { email }) }
}

/** Code hosts write times in several ways: RFC 3339, `2021-04-28 21:50:00 +0200`, `2023-03-27 00:03:05 UTC`, seconds since 1970. */
export function timeOf(given: string | number | null | undefined): string | null {
  if (typeof given === "number") return Number.isInteger(given) && given >= 0 && given < 1e11 ? fromSeconds(given) : null
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?) ?(UTC|Z|[+-]\d{2}:?\d{2})$/.exec(given ?? "")
  if (!parts) return null
  const zone = parts[3] ?? ""
  const offset = /^(?:UTC|Z)$/.test(zone) ? "Z" : zone.replace(/^([+-]\d{2}):?(\d{2})$/, "$1:$2")
  return `${parts[1]}T${parts[2]}${offset}`
}

function fromSeconds(count: number): string {
  return Temporal.Instant.fromEpochMilliseconds(count * 1000).toString()
}
