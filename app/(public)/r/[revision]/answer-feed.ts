import "server-only"
import { renderMarkdown } from "#lib/documents/render-markdown.ts"
import { FEED_FORMATS, type Feed, isFeedFormat } from "#lib/site/feeds.ts"
import type { ReleasedDocument } from "#lib/site/released-document.ts"

type Told = Omit<Feed, "entries"> & { format: string; entries: readonly ReleasedDocument[] }

export async function answerFeed({ format, entries, ...feed }: Told): Promise<Response> {
  if (!isFeedFormat(format)) return new Response(null, { status: 404 })
  const full = await Promise.all(entries.map(async (entry) => ({ ...entry, html: await renderMarkdown(entry.body) })))
  const { type, make } = FEED_FORMATS[format]
  return new Response(make({ ...feed, entries: full }), { headers: { "content-type": `${type}; charset=utf-8` } })
}
