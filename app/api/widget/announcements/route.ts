import { renderMarkdown } from "#lib/documents/render-markdown.ts"
import { DomainError, Invalid } from "#lib/kernel/errors.ts"
import { newsQuery, readerIn } from "#lib/readers/input.ts"
import { findSeen } from "#lib/readers/queries.ts"
import type { Runtime } from "#lib/runtime.ts"
import { countUnread, newsOf } from "#lib/site/news.ts"
import { listNews } from "#lib/site/queries.ts"
import { entityTagOf, isKnownToClient } from "../../../front/entity-tag.ts"
import { openLastTwo } from "../../../front/last-two.ts"
import { openResource } from "../../resource.ts"
import { ANY_ORIGIN, preflight } from "../any-origin.ts"

/** A recall reaches an open page with its next question, and a shared cache within this. */
const KEPT = "public, max-age=0, s-maxage=10"
/** What one reader has seen is for no cache that others are answered from. */
const KEPT_BY_READER = "private, max-age=0"

const resource = openResource("/api/widget/announcements", async ({ deps, request }) => {
  const { seen, reader } = askedIn(request.url, deps)
  const now = deps.revision.current()
  if (now.is === "unconfirmed")
    throw new DomainError("unavailable", "unavailable", "The news cannot be told right now. Try again in a few seconds.")
  const { items, told } = await newsAt(deps)(now.revision)
  const known = reader === null ? seen : latestOf(seen, await findSeen(deps.db, reader))
  const body = JSON.stringify({
    ...{ revision: now.revision, unread: countUnread(items, known) },
    ...(reader === null ? {} : { seen: known }),
    items: told,
  })
  const tag = entityTagOf(Buffer.from(body))
  const headers = { ...ANY_ORIGIN, "cache-control": reader === null ? KEPT : KEPT_BY_READER, etag: tag }
  if (isKnownToClient(request.headers.get("if-none-match") ?? undefined, tag)) return new Response(null, { status: 304, headers })
  return new Response(body, { headers: { ...headers, "content-type": "application/json" } })
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE } = resource

export function OPTIONS(): Response {
  return preflight("GET, HEAD", "If-None-Match")
}

function askedIn(url: string, deps: Runtime): { seen: number | null; reader: string | null } {
  const parsed = newsQuery.safeParse(Object.fromEntries(new URL(url).searchParams))
  if (parsed.success) return { seen: parsed.data.seen ?? null, reader: readerIn(parsed.data, deps.settings) }
  throw new Invalid(parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })))
}

/** Of what this device and the reader's others have seen. */
function latestOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other)
}

type News = Awaited<ReturnType<typeof loadNews>>

// One question to the database per revision, however many clients ask; by runtime, since each has a database of its own.
const kept = new WeakMap<Runtime["publicDb"], (revision: number) => Promise<News>>()

function newsAt(deps: Runtime): (revision: number) => Promise<News> {
  const found = kept.get(deps.publicDb) ?? openLastTwo((revision) => loadNews(deps, revision))
  kept.set(deps.publicDb, found)
  return found
}

async function loadNews({ publicDb, settings }: Runtime, revision: number) {
  const items = await listNews(publicDb, revision)
  const full = await Promise.all(items.map(async (item) => ({ ...item, html: await renderMarkdown(item.body) })))
  return { items, told: newsOf(full, settings.publicUrl) }
}
