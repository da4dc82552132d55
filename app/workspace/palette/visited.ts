"use client"

import type { Thing } from "./thing.ts"

/** Where somebody was in this tab, the last first. It ends with the tab, and is kept per person: names here may be secret. */
const MOST = 6

function keyOf(person: string): string {
  return `curtain-visited-${person}`
}

export function visitedBy(person: string): Thing[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(person)) ?? "[]")
    return Array.isArray(kept) ? kept.filter(isThing) : []
  } catch {
    return []
  }
}

/** A page that is no place of the side column: that one is a key away already. */
export function noteVisit(person: string, { href, title }: { href: string; title: string }): void {
  const name = title.replace(/ · [^·]*$/, "")
  if (name === "") return
  const others = visitedBy(person).filter((thing) => thing.href !== href)
  const kept = [{ kind: "Visited just now", name, about: "", href }, ...others].slice(0, MOST)
  try {
    sessionStorage.setItem(keyOf(person), JSON.stringify(kept))
  } catch {
    // A browser that keeps nothing for us: the palette begins with what the server knows.
  }
}

function isThing(value: unknown): value is Thing {
  return typeof value === "object" && value !== null && "href" in value && "name" in value && typeof value.href === "string"
}
