import { renderMarkdown } from "#lib/documents/render-markdown.ts"

/** A document's text as it is read. */
export async function Prose({ body, locale }: { body: string; locale: string }) {
  const html = await renderMarkdown(body)
  // biome-ignore lint/security/noDangerouslySetInnerHtml: renderMarkdown lets through allowed elements and addresses only
  return <div className="prose" lang={locale} dangerouslySetInnerHTML={{ __html: html }} />
}
