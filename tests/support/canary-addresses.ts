import { globSync } from "node:fs"
import type { Canary } from "#tests/support/canary.ts"
import { ROUTES } from "../../app/front/route-table.ts"

const APP = new URL("../../app/", import.meta.url).pathname

/** What may stand in the place of a parameter: names of what is unreleased, of what is public, and numbers. */
export type Values = { names: string[]; ids: Record<string, string>; known: string; numbers: string[] }

export function valuesOf({ told, kept, ids }: Canary, known: string): Values {
  const names = [told.entrySlug, told.articleSlug, told.flagKey, kept.announcementSlug ?? "", kept.earlierSlug ?? "", told.entryTag]
  return { names, ids, known, numbers: ["1", "2", "3"] }
}

/** Every address that could lead to an unreleased thing: the routes that are there, and what an attacker would guess. */
export function addressesFor(values: Values): { routes: string[]; guesses: string[] } {
  const routes = [...ROUTES.flatMap(({ pattern }) => fill(pattern, values)), ...routesOnDisk().flatMap((pattern) => fill(pattern, values))]
  const guesses = values.names.flatMap((name) => [...guessesFor(name), ...spellingsOf(name, values)])
  return { routes: [...new Set(routes)], guesses: [...new Set([...guesses, ...INSIDES])] }
}

/** The addresses that Next makes of the files under app/, whether or not our own table lets anybody there. */
function routesOnDisk(): string[] {
  const files = globSync("**/{route,page}.{ts,tsx}", { cwd: APP }).sort()
  if (files.length < 20) throw new Error("the routes are somewhere else: this test would prove nothing")
  const segments = files.map((file) => file.split("/").slice(0, -1))
  return segments.map((parts) => `/${parts.filter((part) => !/^\(.*\)$/.test(part)).join("/")}`)
}

const PARAMETER = /\{(\w+)\}|\[+(?:\.\.\.)?(\w+)\]+|…/g

function fill(pattern: string, values: Values): string[] {
  const [slot] = pattern.match(PARAMETER) ?? []
  if (slot === undefined) return [pattern]
  const [, resource = ""] = /^\/api\/v1\/(\w+)/.exec(pattern) ?? []
  const fitting = slot === "[id]" ? [values.ids[resource] ?? ""] : valuesFor(slot.replace(/[^\w]/g, ""), values)
  return fitting.flatMap((value) => fill(pattern.replace(slot, value), values))
}

/** A parameter that nobody has thought of here is tried with everything. */
function valuesFor(parameter: string, { names, known, numbers }: Values): string[] {
  switch (parameter) {
    case "slug":
    case "key":
      return [...names, known]
    case "number":
    case "revision":
      return numbers
    case "place":
      return ["changelog", "help"]
    case "after":
      return ["1.x"]
    default:
      return [...names.slice(0, 3), known]
  }
}

function guessesFor(name: string): string[] {
  const pages = ["changelog", "help", "tags", "preview", "drafts", "releases", "documents", "images", "unsubscribe", "workspace/releases"]
  const endings = [
    ".md",
    ".rsc",
    ".txt",
    ".json",
    ".html",
    ".segments/_tree.segment.rsc",
    "/opengraph-image",
    "/twitter-image",
    "/raw",
    "/edit",
  ]
  return [
    ...pages.map((page) => `/${page}/${name}`),
    ...endings.flatMap((ending) => [`/changelog/${name}${ending}`, `/help/${name}${ending}`, `/r/2/changelog/${name}${ending}`]),
    ...["q", "tag", "query", "slug", "id", "preview"].flatMap((field) => [`/search?${field}=${name}`, `/?${field}=${name}`]),
    ...[`/_next/data/build/changelog/${name}.json`, `/_next/image?url=%2Fchangelog%2F${name}&w=64&q=75`, `/_next/static/chunks/${name}.js`],
    ...[
      `/_next/static/../../changelog/${name}`,
      `/api/v1/changes?flag=${name}`,
      `/api/v1/flags?key=${name}`,
      `/api/v1/releases?name=${name}`,
    ],
    ...[
      `/api/widget/announcements?seen=0&slug=${name}`,
      `/api/preview?slug=${name}`,
      `/api/revalidate?tag=${name}`,
      `/${name}`,
      `/${name}.png`,
    ],
  ]
}

/** The same address as other layers might read it. */
function spellingsOf(name: string, { known, numbers }: Values): string[] {
  const [first = "", ...rest] = name
  const encoded = [...name].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("")
  const inside = [
    ...[
      name.toUpperCase(),
      `${name}/`,
      `${name}//`,
      `${name}.`,
      `${name};x=1`,
      `${name};`,
      `${name}%00`,
      `${name}%00.md`,
      `${name}%20`,
      `${name}+`,
    ],
    ...[
      encoded,
      encoded.replaceAll("%", "%25"),
      `.%2f${name}`,
      `%2e/${name}`,
      `./${name}`,
      `../changelog/${name}`,
      `%2e%2e/changelog/${name}`,
    ],
    ...[
      `%2e%2e%2fchangelog%2f${name}`,
      `..%252fchangelog%252f${name}`,
      `..\\changelog\\${name}`,
      `%5c${name}`,
      `\\${name}`,
      `/${name}`,
      `%2f${name}`,
    ],
    ...[
      `${known}/../${name}`,
      `${known}/%2e%2e/${name}`,
      `${known}%2f..%2f${name}`,
      `${name}#x`,
      `${name}%23`,
      `${name}%3fx`,
      `${name}?`,
      `${name}?_rsc=1`,
    ],
    ...[
      `${name}\u00ad`,
      `${name}%c2%ad`,
      `${name}%e2%80%8b`,
      `%ef%bd%9a${rest.join("")}`,
      `${first}%cc%80${rest.join("")}`,
      `${name}%`,
      `${name}%zz`,
    ],
    ...[
      `${name}?nxtPslug=${name}`,
      `${known}?nxtPslug=${name}`,
      `${known}?__nextDataReq=1&nxtPslug=${name}`,
      `${known}%3FnxtPslug=${name}`,
    ],
  ]
  const below = [...inside.flatMap((one) => [`/changelog/${one}`, `/help/${one}`]), ...inside.map((one) => `/r/2/changelog/${one}`)]
  const mapped = numbers.flatMap((revision) => [
    `/r/${revision}/changelog/${name}`,
    `/R/${revision}/changelog/${name}`,
    `/r%2f${revision}/changelog/${name}`,
  ])
  const elsewhere = [
    "//",
    "/./",
    "/%2e/",
    "/.",
    "/;/",
    "/api/../",
    "/api/%2e%2e/",
    "/api/..%2f",
    "/ofrep/%2e%2e%2f",
    "/_next/static/%2e%2e/%2e%2e/",
  ]
  const absolute = ["http://localhost", "http://127.0.0.1:1", "https://elsewhere.example", "//elsewhere.example"]
  return [
    ...below,
    ...mapped,
    ...elsewhere.map((way) => `${way}changelog/${name}`),
    ...absolute.map((origin) => `${origin}/changelog/${name}`),
  ]
}

/** Files that a careless server would hand out. */
const INSIDES = [
  ...[
    "/.env",
    "/.git/HEAD",
    "/package.json",
    "/server.ts",
    "/.next/BUILD_ID",
    "/.next/prerender-manifest.json",
    "/.next/server/app-paths-manifest.json",
  ],
  ...[
    "/.curtain/secrets.json",
    "/_next/server/app/page.js",
    "/_next/static/../server/app/page.js",
    "/app/front/route-table.ts",
    "/db/schema/releases.ts",
  ],
  ...[
    "/feed.json",
    "/atom.xml",
    "/llms.txt",
    "/widget.js",
    "/favicon.ico",
    "/manifest.webmanifest",
    "/_not-found",
    "/_error",
    "/404",
    "/500",
    "*",
  ],
  ...[
    "/__nextjs_original-stack-frames",
    "/__nextjs_source-map",
    "/_next/webpack-hmr",
    "/_next/trace",
    "/debug",
    "/metrics",
    "/health",
    "/api/graphql",
  ],
]
