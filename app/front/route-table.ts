import { type AddressBook, positionToText } from "#lib/site/address-book.ts"

/** Where a visitor's address leads at a revision. `path` is what Next is asked for, below `/r/{revision}`. */
export type Place = { is: "page"; path: string } | { is: "moved"; to: string } | { is: "missing" }

export type StaticRoute = {
  kind: "static"
  pattern: string
  methods: readonly string[]
  cache: CacheClass
  place(param: string, book: AddressBook): Place
}
export type DynamicRoute = {
  kind: "dynamic"
  pattern: string
  bodyLimitBytes: number
  logged: "here" | "by its handler"
  /** Pages of the team: Next's scripts run there, under a policy with a nonce. */
  shown?: "in the workspace"
}
export type Route = StaticRoute | DynamicRoute

/** How long an answer may be kept by others. */
export type CacheClass = "published" | "missing" | "built" | "never"

const READING = ["GET", "HEAD"]
const JSON_BODY_BYTES = 1024 * 1024

/**
 * Every address there is. Static ones are published per site revision and answered by server.ts alone; dynamic ones are
 * route handlers, which know their own methods. What is not here is missing.
 */
export const ROUTES: readonly Route[] = [
  published("/", () => page("")),
  published("/page/{number}", olderPage),
  published("/changelog/{slug}", (slug, book) => documentAt(book.entries, slug, { path: "/changelog/", ending: "" })),
  published("/changelog/{slug}.md", (slug, book) => documentAt(book.entries, slug, { path: "/changelog/", ending: ".md" })),
  published("/help", () => page("/help")),
  published("/help/{slug}", (slug, book) => documentAt(book.articles, slug, { path: "/help/", ending: "" })),
  published("/help/{slug}.md", (slug, book) => documentAt(book.articles, slug, { path: "/help/", ending: ".md" })),
  published("/rss.xml", () => page("/rss")),
  published("/sitemap.xml", () => page("/sitemap")),
  published("/robots.txt", () => page("/robots")),
  { kind: "dynamic", pattern: "/ofrep/v1/evaluate/flags", bodyLimitBytes: JSON_BODY_BYTES, logged: "here" },
  { kind: "dynamic", pattern: "/ofrep/…", bodyLimitBytes: JSON_BODY_BYTES, logged: "here" },
  { kind: "dynamic", pattern: "/api/…", bodyLimitBytes: JSON_BODY_BYTES, logged: "by its handler" },
  workspace("/signin"),
  workspace("/signin/…"),
  workspace("/workspace"),
  workspace("/workspace/…"),
]

export type Match =
  | { is: "static"; route: StaticRoute; param: string }
  | { is: "dynamic"; route: DynamicRoute }
  | { is: "slashed"; to: string }
  | { is: "unknown" }

export function matchRoute(path: string): Match {
  const found = findRoute(path)
  if (found.is !== "unknown" || !path.endsWith("/")) return found
  // An address with a slash too many is sent to the one without, whether or not that leads anywhere: it tells nothing.
  const to = path.slice(0, -1)
  return findRoute(to).is === "static" ? { is: "slashed", to } : found
}

/** The address for a log line: which kind it is, without what was asked for. A slug or a key may belong to something unreleased. */
export function patternOf(path: string): string {
  const found = matchRoute(path)
  return found.is === "static" || found.is === "dynamic" ? found.route.pattern : "no address of ours"
}

function findRoute(path: string): Match {
  for (const { route, expression } of COMPILED) {
    const hit = expression.exec(path)
    if (hit) return route.kind === "static" ? { is: "static", route, param: hit[1] ?? "" } : { is: "dynamic", route }
  }
  return { is: "unknown" }
}

// Slugs and numbers hold nothing that could be written in a second way, so there is one spelling of every address.
const SLOTS: Record<string, string> = { "{slug}": "([a-z0-9-]{1,120})", "{number}": "([1-9][0-9]{0,8})", "…": "[\\w.~!$&'()*+,=:@%/-]+" }

const COMPILED = ROUTES.map((route) => ({ route, expression: compile(route.pattern) }))

function compile(pattern: string): RegExp {
  const source = pattern.replace(/\./g, "\\.").replace(/\{slug\}|\{number\}|…/g, (slot) => SLOTS[slot] ?? slot)
  return new RegExp(`^${source}$`)
}

function published(pattern: string, place: StaticRoute["place"]): StaticRoute {
  return { kind: "static", pattern, methods: READING, cache: "published", place }
}

function workspace(pattern: string): DynamicRoute {
  return { kind: "dynamic", pattern, bodyLimitBytes: JSON_BODY_BYTES, logged: "here", shown: "in the workspace" }
}

function page(path: string): Place {
  return { is: "page", path }
}

function documentAt(addresses: ReadonlyMap<string, string>, slug: string, at: { path: string; ending: "" | ".md" }): Place {
  const current = addresses.get(slug)
  if (current === undefined) return { is: "missing" }
  const path = `${at.path}${current}`
  if (current !== slug) return { is: "moved", to: `${path}${at.ending}` }
  return page(at.ending === "" ? path : `/markdown${path}`)
}

function olderPage(number: string, book: AddressBook): Place {
  if (number === "1") return { is: "moved", to: "/" }
  const end = book.pageEnds[Number(number) - 2]
  return end ? page(`/older/${number}/${positionToText(end)}`) : { is: "missing" }
}
