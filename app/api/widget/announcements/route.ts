import { z } from "zod"
import { renderMarkdown } from "#lib/documents/render-markdown.ts"
import { DomainError, Invalid } from "#lib/kernel/errors.ts"
import type { Runtime } from "#lib/runtime.ts"
import { countUnread, newsOf } from "#lib/site/news.ts"
import { listNews } from "#lib/site/queries.ts"
import { entityTagOf, isKnownToClient } from "../../../front/entity-tag.ts"
import { openLastTwo } from "../../../front/last-two.ts"
import { openResource } from "../../resource.ts"

const query = z.strictObject({
  seen: z.coerce.number("must be a revision").int("must be a whole number").min(0, "must be 0 or more").optional(),
})

/** Any page of a customer may show it: it is what everybody may read, and no cookie plays a part. */
const ANY_ORIGIN = { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" }
const PREFLIGHT = {
  ...ANY_ORIGIN,
  "access-control-allow-methods": "GET, HEAD",
  "access-control-allow-headers": "If-None-Match",
  "access-control-max-age": "7200",
}
/** A recall reaches an open page with its next question, and a shared cache within this. */
const KEPT = "public, max-age=0, s-maxage=10"

const resource = openResource("/api/widget/announcements", async ({ deps, request }) => {
  const seen = seenIn(request.url)
  const now = deps.revision.current()
  if (now.is === "unconfirmed")
    throw new DomainError("unavailable", "unavailable", "The news cannot be told right now. Try again in a few seconds.")
  const { items, told } = await newsAt(deps)(now.revision)
  const body = JSON.stringify({ revision: now.revision, unread: countUnread(items, seen), items: told })
  const tag = entityTagOf(Buffer.from(body))
  const headers = { ...ANY_ORIGIN, "cache-control": KEPT, etag: tag }
  if (isKnownToClient(request.headers.get("if-none-match") ?? undefined, tag)) return new Response(null, { status: 304, headers })
  return new Response(body, { headers: { ...headers, "content-type": "application/json" } })
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE } = resource

export function OPTIONS(): Response {
  return new Response(null, { status: 204, headers: PREFLIGHT })
}

function seenIn(url: string): number | null {
  const parsed = query.safeParse(Object.fromEntries(new URL(url).searchParams))
  if (parsed.success) return parsed.data.seen ?? null
  throw new Invalid(parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })))
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
