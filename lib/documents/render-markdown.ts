import { createHash } from "node:crypto"
import type { Element, Root } from "hast"
import rehypeStringify from "rehype-stringify"
import { unified } from "unified"
import { visit } from "unist-util-visit"
import { openBoundedCache } from "../kernel/bounded-cache.ts"
import { highlightCode } from "./highlight-code.ts"
import { sanitiseMarkdown } from "./sanitise-markdown.ts"
import { tidyHtml } from "./tidy-html.ts"

/** Some thousand texts. The same words are rendered once, for the page, the feed and the widget. */
const KEPT_BYTES = 16 * 1024 * 1024
const rendered = openBoundedCache<{ html: string }>({ maxBytes: KEPT_BYTES, bytesOf: ({ html }) => html.length * 2 })

const toText = unified().use(rehypeStringify)

/** The text as HTML that is safe on any page: allowed elements and addresses only, without a style or a name of the author's. */
export async function renderMarkdown(body: string): Promise<string> {
  const key = createHash("sha256").update(body).digest("base64url")
  const { html } = await rendered.get(key, async () => ({ html: await render(body) }))
  return html
}

async function render(body: string): Promise<string> {
  const tree = await sanitiseMarkdown(body)
  tidyHtml(tree)
  await highlightBlocks(tree)
  return toText.stringify(tree)
}

async function highlightBlocks(tree: Root): Promise<void> {
  const blocks: Element[] = []
  visit(tree, "element", (element) => {
    const [code] = element.tagName === "pre" ? element.children : []
    if (code?.type === "element" && code.tagName === "code") blocks.push(code)
  })
  for (const block of blocks) await highlight(block)
}

async function highlight(block: Element): Promise<void> {
  const [text] = block.children
  const language = /^language-(.+)$/.exec(String(block.properties.className ?? ""))?.[1]
  if (text?.type !== "text" || language === undefined) return
  const tokens = await highlightCode(text.value, language)
  if (tokens !== null) block.children = tokens
}
