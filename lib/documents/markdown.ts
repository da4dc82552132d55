import type { Heading as HeadingNode, Nodes, Paragraph, Root } from "mdast"
import remarkGfm from "remark-gfm"
import remarkParse from "remark-parse"
import { unified } from "unified"
import { visit } from "unist-util-visit"
import { isTooIntricate } from "./markdown-cost.ts"

export type Heading = { id: string; text: string; level: number }
export type Picture = { source: string; alt: string }

const parser = unified().use(remarkParse).use(remarkGfm, { singleTilde: false })

/** An id of ours starts with this, so that no heading can take the name of something else on a page. */
export const ANCHOR_PREFIX = "s-"
/** The title is a page's only first-level heading. Whichever level the author began with, the text's own begin right below. */
const HIGHEST_LEVEL = 2
const LOWEST_LEVEL = 6

/** The text as a tree, with its headings moved below the title and named. Raw HTML in it stays text nobody renders. */
export function parseMarkdown(body: string): Root {
  const tree = parse(body)
  const taken = new Map<string, number>()
  const down = HIGHEST_LEVEL - highestIn(tree)
  visit(tree, "heading", (heading) => {
    heading.depth = levelOf(heading.depth + down)
    heading.data = { ...heading.data, hProperties: { id: nameOf(textOf(heading), taken) } }
  })
  return tree
}

/** Never above the second level, since `down` brings the highest there, and never below the last. */
function levelOf(depth: number): HeadingNode["depth"] {
  return Math.min(depth, LOWEST_LEVEL) as HeadingNode["depth"]
}

function highestIn(tree: Root): number {
  let highest = LOWEST_LEVEL
  visit(tree, "heading", ({ depth }) => {
    highest = Math.min(highest, depth)
  })
  return highest
}

export function headingsOf(body: string): Heading[] {
  const headings: Heading[] = []
  visit(parseMarkdown(body), "heading", (heading) => {
    headings.push({ id: String(heading.data?.hProperties?.id), text: textOf(heading), level: heading.depth })
  })
  return headings
}

/** Every address the text links to or shows a picture from, each once, in order. */
export function linksOf(body: string): string[] {
  const links = new Set<string>()
  visit(parse(body), (node) => {
    if (node.type === "link" || node.type === "image" || node.type === "definition") links.add(node.url)
  })
  return [...links]
}

/** The words of the text without any markup, cut after a word where they are longer. Headings, tables and code are no prose. */
export function plainText(body: string, length: number): string {
  const words = parse(body)
    .children.filter((block) => PROSE.includes(block.type))
    .map(textOf)
    .join(" ")
    .replace(/\s+/g, " ")
    .trim()
  if (words.length <= length) return words
  const cut = words.slice(0, length + 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), length / 2)).replace(/[\s,;:.–-]+$/, "")}…`
}

const PROSE = ["paragraph", "list", "blockquote"]

/** The picture that a text opens with, if it does: one that earned its place in a list. */
export function openingPictureOf(body: string): Picture | null {
  const [block] = parse(body).children
  const [image, more] = block?.type === "paragraph" ? block.children : []
  return image?.type === "image" && more === undefined ? { source: image.url, alt: image.alt ?? "" } : null
}

function parse(body: string): Root {
  return isTooIntricate(body) ? asTyped(body) : parser.parse(body)
}

/** What is beyond any reader, a thousand paragraphs of it, is one paragraph more. */
const PARAGRAPHS_AT_MOST = 1000

function asTyped(body: string): Root {
  const all = body.split(/\n[ \t]*\n/).filter((text) => text.trim() !== "")
  const paragraphs = [...all.slice(0, PARAGRAPHS_AT_MOST), all.slice(PARAGRAPHS_AT_MOST).join("\n")].filter((text) => text !== "")
  return { type: "root", children: paragraphs.map((value): Paragraph => ({ type: "paragraph", children: [{ type: "text", value }] })) }
}

function textOf(node: Nodes): string {
  if (node.type === "text" || node.type === "inlineCode") return node.value
  if (node.type === "break") return " "
  if (!("children" in node)) return ""
  return node.children.map(textOf).join(BLOCKS.includes(node.type) ? " " : "")
}

const BLOCKS = ["list", "listItem", "blockquote", "root"]

function nameOf(text: string, taken: Map<string, number>): string {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
  const name =
    plain
      .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 80) || "section"
  const count = (taken.get(name) ?? 0) + 1
  taken.set(name, count)
  return `${ANCHOR_PREFIX}${name}${count === 1 ? "" : `-${count}`}`
}
