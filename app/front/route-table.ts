import { unreachable } from "#lib/kernel/unreachable.ts"
import { type AddressBook, type Position, positionToText } from "#lib/site/address-book.ts"
import { actOnConfirm } from "../(public)/visit/confirm/act.ts"
import { actOnPreferences } from "../(public)/visit/preferences/act.ts"
import { actOnSubscribe } from "../(public)/visit/subscribe/act.ts"
import { actOnUnsubscribe } from "../(public)/visit/unsubscribe/act.ts"
import type { Act } from "../(public)/visit/visit.ts"

/** Where a visitor's address leads at a revision. `path` is what Next is asked for, below `/r/{revision}`. */
export type Place = { is: "page"; path: string; cache?: CacheClass } | { is: "moved"; to: string } | { is: "missing" }

export type StaticRoute = {
  kind: "static"
  pattern: string
  methods: readonly string[]
  cache: CacheClass
  place(params: readonly string[], book: AddressBook): Place
}
export type DynamicRoute = {
  kind: "dynamic"
  pattern: string
  bodyLimitBytes: number
  logged: "here" | "by its handler"
  /** Pages of the team: Next's scripts run there, under a policy with a nonce. */
  shown?: "in the workspace" | "before signing in"
}
/** A file of `public/`: the same at every revision, and of use in pages of other origins. */
export type FileRoute = { kind: "file"; pattern: string }
/** The command that pipelines run, as this portal ships it: whoever reaches the portal has one that fits it. */
export type ProgramRoute = { kind: "program"; pattern: string }
/** A page that is one visitor's own, with a form in it: what is sent is acted upon here, and answered by a page. */
export type FormRoute = { kind: "form"; pattern: string; act: Act }
/** A page made for one question, of what is released: read by the same rule as what is published, and kept by nobody. */
export type QuestionRoute = { kind: "question"; pattern: string; page: string; asks: string }
/** What happens to a launch, told to whoever watches for as long as they do: no page of Next's, which answers once. */
export type EventsRoute = { kind: "events"; pattern: string }
/** Flags as OpenFeature's clients ask for them: all of them from memory, most of the time. */
export type FlagsRoute = { kind: "flags"; pattern: string }
/** The colours and fonts of a brand, under a name that says which: the same for ever, whoever asks. */
export type StyleRoute = { kind: "style"; pattern: string }
export type Route =
  | StyleRoute
  | StaticRoute
  | DynamicRoute
  | FileRoute
  | ProgramRoute
  | FormRoute
  | EventsRoute
  | FlagsRoute
  | QuestionRoute

/** How long an answer may be kept by others. */
export type CacheClass = "published" | "missing" | "built" | "never"

const READING = ["GET", "HEAD"]
const FEEDS = [
  ["rss.xml", "rss"],
  ["atom.xml", "atom"],
  ["feed.json", "json"],
] as const
const JSON_BODY_BYTES = 1024 * 1024
/** An address, a link and the page that was wanted. */
const SIGN_IN_BYTES = 16 * 1024
/** A byte more than the operation takes, so that it is the operation that says so. */
const CSV_BODY_BYTES = 20 * 1024 * 1024 + 1
/** What GitHub and GitLab send at most. */
const HOOK_BODY_BYTES = 25 * 1024 * 1024

/**
 * Every address there is. Static ones are published per site revision and answered by server.ts alone; dynamic ones are
 * route handlers, which know their own methods. What is not here is missing.
 */
export const ROUTES: readonly Route[] = [
  published("/", () => page("")),
  published("/page/{number}", ([number = ""], book) => olderPage({ base: "", number, ends: book.pageEnds })),
  published("/tags", () => page("/tags")),
  published("/tags/{slug}", ([slug = ""], book) => taggedPlace(slug, book, "")),
  published("/tags/{slug}/page/{number}", ([slug = "", number = ""], book) => {
    const ends = book.tagPageEnds.get(slug)
    return ends ? olderPage({ base: `/tags/${slug}`, number, ends }) : { is: "missing" }
  }),
  ...FEEDS.map(([file, format]) => published(`/tags/{slug}/${file}`, ([slug = ""], book) => taggedPlace(slug, book, `/feed/${format}`))),
  published("/changelog/{slug}", ([slug = ""], book) => documentAt(book.entries, slug, { path: "/changelog/", ending: "" })),
  published("/changelog/{slug}.md", ([slug = ""], book) => documentAt(book.entries, slug, { path: "/changelog/", ending: ".md" })),
  published("/help", () => page("/help")),
  published("/help/{slug}", ([slug = ""], book) => documentAt(book.articles, slug, { path: "/help/", ending: "" })),
  published("/help/{slug}.md", ([slug = ""], book) => documentAt(book.articles, slug, { path: "/help/", ending: ".md" })),
  published("/changelog/{slug}.png", ([slug = ""], book) => pictureOf("/changelog/", slug, book)),
  published("/help/{slug}.png", ([slug = ""], book) => pictureOf("/help/", slug, book)),
  published("/logo/{logo}", ([file = ""], { logos }) =>
    logos.has(`/logo/${file}`) ? { ...page(`/logo/${file}`), cache: "built" } : { is: "missing" },
  ),
  { kind: "style", pattern: "/brand/{accent}-{font}-{check}.css" },
  ...FEEDS.map(([file, format]) => published(`/${file}`, () => page(`/feed/${format}`))),
  published("/llms.txt", () => page("/llms")),
  published("/sitemap.xml", () => page("/sitemap")),
  published("/robots.txt", () => page("/robots")),
  { kind: "form", pattern: "/subscribe", act: actOnSubscribe },
  { kind: "form", pattern: "/confirm/{token}", act: actOnConfirm },
  { kind: "form", pattern: "/unsubscribe/{token}", act: actOnUnsubscribe },
  { kind: "form", pattern: "/preferences/{token}", act: actOnPreferences },
  { kind: "question", pattern: "/search", page: "/search", asks: "q" },
  { kind: "file", pattern: "/widget.js" },
  { kind: "file", pattern: "/widget-panel.js" },
  ...["/widget-demo.html", "/widget-demo.css", "/widget-demo.js"].map((pattern): FileRoute => ({ kind: "file", pattern })),
  { kind: "program", pattern: "/curtain.mjs" },
  { kind: "file", pattern: "/document-preview.css" },
  { kind: "flags", pattern: "/ofrep/…" },
  { kind: "dynamic", pattern: "/api/v1/subscribers/import", bodyLimitBytes: CSV_BODY_BYTES, logged: "by its handler" },
  { kind: "dynamic", pattern: "/api/hooks/…", bodyLimitBytes: HOOK_BODY_BYTES, logged: "by its handler" },
  { kind: "dynamic", pattern: "/api/…", bodyLimitBytes: JSON_BODY_BYTES, logged: "by its handler" },
  ...["/signin", "/signin/sent", "/signin/link", "/signin/confirm", "/signin/confirm/{link}", "/signin/out"].map(signIn),
  ...["/signin/with/{provider}", "/signin/callback/{provider}"].map(signIn),
  { kind: "events", pattern: "/workspace/launches/{id}/events" },
  // A file and no form: its handler asks who sends it, and from where.
  { kind: "dynamic", pattern: "/workspace/audience/import/file", bodyLimitBytes: CSV_BODY_BYTES, logged: "here" },
  workspace("/workspace"),
  workspace("/workspace/…"),
]

export type Match =
  | { is: "static"; route: StaticRoute; params: readonly string[] }
  | { is: "dynamic"; route: DynamicRoute }
  | { is: "style"; route: StyleRoute; params: readonly string[] }
  | { is: "file"; route: FileRoute }
  | { is: "program"; route: ProgramRoute }
  | { is: "flags"; route: FlagsRoute }
  | { is: "question"; route: QuestionRoute }
  | { is: "form"; route: FormRoute; token: string }
  | { is: "events"; route: EventsRoute; id: string }
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
  return "route" in found ? found.route.pattern : "no address of ours"
}

function findRoute(path: string): Match {
  for (const { route, expression } of COMPILED) {
    const hit = expression.exec(path)
    if (hit) return matched(route, hit.slice(1))
  }
  return { is: "unknown" }
}

function matched(route: Route, params: readonly string[]): Match {
  switch (route.kind) {
    case "static":
      return { is: "static", route, params }
    case "style":
      return { is: "style", route, params }
    case "dynamic":
      return { is: "dynamic", route }
    case "file":
      return { is: "file", route }
    case "program":
      return { is: "program", route }
    case "flags":
      return { is: "flags", route }
    case "question":
      return { is: "question", route }
    case "form":
      return { is: "form", route, token: params[0] ?? "" }
    case "events":
      return { is: "events", route, id: params[0] ?? "" }
    default:
      return unreachable(route)
  }
}

// Slugs and numbers hold nothing that could be written in a second way, so there is one spelling of every address.
const SLOTS: Record<string, string> = {
  "{slug}": "([a-z0-9-]{1,120})",
  "{logo}": "([0-9a-f]{64}\\.(?:png|jpg|webp))",
  "{accent}": "([0-9a-f]{6}|own)",
  "{font}": "([a-z]{1,20})",
  "{check}": "([0-9a-f]{12})",
  "{token}": "([\\w-]{1,200})",
  "{number}": "([1-9][0-9]{0,8})",
  "{link}": "[0-9a-f]{32}\\.[\\w-]{43}",
  "{provider}": "(?:github|google|oidc)",
  "{id}": "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
  "…": "[\\w.~!$&'()*+,=:@%/-]+",
}

const COMPILED = ROUTES.map((route) => ({ route, expression: compile(route.pattern) }))

function compile(pattern: string): RegExp {
  const source = pattern.replace(/\./g, "\\.").replace(/\{\w+\}|…/g, (slot) => SLOTS[slot] ?? slot)
  return new RegExp(`^${source}$`)
}

function published(pattern: string, place: StaticRoute["place"]): StaticRoute {
  return { kind: "static", pattern, methods: READING, cache: "published", place }
}

function workspace(pattern: string): DynamicRoute {
  return { kind: "dynamic", pattern, bodyLimitBytes: JSON_BODY_BYTES, logged: "here", shown: "in the workspace" }
}

function signIn(pattern: string): DynamicRoute {
  return { kind: "dynamic", pattern, bodyLimitBytes: SIGN_IN_BYTES, logged: "here", shown: "before signing in" }
}

function page(path: string) {
  return { is: "page" as const, path }
}

function documentAt(addresses: ReadonlyMap<string, string>, slug: string, at: { path: string; ending: "" | ".md" }): Place {
  const current = addresses.get(slug)
  if (current === undefined) return { is: "missing" }
  const path = `${at.path}${current}`
  if (current !== slug) return { is: "moved", to: `${path}${at.ending}` }
  return page(at.ending === "" ? path : `/markdown${path}`)
}

/** Of a page that is there, and has one. */
function pictureOf(place: "/changelog/" | "/help/", slug: string, book: AddressBook): Place {
  const current = (place === "/help/" ? book.articles : book.entries).get(slug)
  if (current === undefined || !book.pictured.has(`${place}${current}`)) return { is: "missing" }
  return current === slug ? page(`/image${place}${slug}`) : { is: "moved", to: `${place}${current}.png` }
}

function taggedPlace(slug: string, { tagPageEnds }: AddressBook, below: string): Place {
  return tagPageEnds.has(slug) ? page(`/tags/${slug}${below}`) : { is: "missing" }
}

/** `base` is the first page's address, which is the newest. */
function olderPage({ base, number, ends }: { base: string; number: string; ends: readonly Position[] }): Place {
  if (number === "1") return { is: "moved", to: base === "" ? "/" : base }
  const end = ends[Number(number) - 2]
  return end ? page(`${base}/older/${number}/${positionToText(end)}`) : { is: "missing" }
}
