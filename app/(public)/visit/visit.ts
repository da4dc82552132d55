import type { Runtime } from "#lib/runtime.ts"

/** A visitor's request for one of the pages that are theirs alone: a form, or where a link in a mail leads. */
export type Visit = {
  deps: Pick<Runtime, "db" | "settings">
  method: "GET" | "POST"
  /** What stands in the address after the page's name; empty where there is nothing. */
  token: string
  /** What was sent; empty for a GET, and where it was no form. */
  form: FormData
  /** Where the request came from, to count by. */
  client: string
}

/** Which page answers, below `/visit`, and with which status. It is shown under the address that was asked for: nobody is sent on. */
export type Shown = { status: number; page: string }

export type Act = (visit: Visit) => Promise<Shown>

export const UNKNOWN_LINK: Shown = { status: 404, page: "/unknown-link" }

export function show(status: number, page: string, told: Record<string, string> = {}): Shown {
  const query = new URLSearchParams(told).toString()
  return { status, page: query === "" ? page : `${page}?${query}` }
}

/** A field as text; a file in its place is no text. */
export function textIn(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === "string" ? value : ""
}

export function textsIn(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === "string")
}
