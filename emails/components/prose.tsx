import type { Element, ElementContent, Root, RootContent } from "hast"
import { type CSSProperties, createElement, type ReactNode } from "react"
import { BEGINNING, LOOK } from "../look.ts"

/** How it is set: which way it runs, and what links are coloured in. */
type Setting = { direction: "ltr" | "rtl"; accent: string }

/**
 * The document's sanitised tree as elements a mail program understands, each with its style beside it. What is not listed here
 * does not come through, whatever the tree holds.
 */
export function Prose({ tree, set }: { tree: Root; set: Setting }): ReactNode {
  return createElement("div", null, ...tree.children.map((node) => shown(node, set)))
}

type Dress = { tag: string; style?: CSSProperties; className?: string; takes?: readonly string[] }

const heading: Dress = { tag: "h2", style: LOOK.heading }
const subheading: Dress = { tag: "h3", style: LOOK.subheading }

const DRESSES: Readonly<Record<string, Dress>> = {
  h2: heading,
  h3: subheading,
  h4: { ...subheading, tag: "h4" },
  h5: { ...subheading, tag: "h5" },
  h6: { ...subheading, tag: "h6" },
  p: { tag: "p", style: LOOK.paragraph },
  blockquote: { tag: "blockquote", style: LOOK.quote, className: "quiet line" },
  pre: { tag: "pre", style: LOOK.block, className: "raised" },
  hr: { tag: "hr", style: LOOK.rule, className: "line" },
  ul: { tag: "ul", style: LOOK.list },
  ol: { tag: "ol", style: LOOK.list, takes: ["start"] },
  li: { tag: "li", style: LOOK.item },
  section: { tag: "div" },
  table: { tag: "table", style: LOOK.table },
  thead: { tag: "thead" },
  tbody: { tag: "tbody" },
  tr: { tag: "tr" },
  th: { tag: "th", style: LOOK.cell, className: "line" },
  td: { tag: "td", style: LOOK.cell, className: "line" },
  a: { tag: "a", style: LOOK.link, className: "link", takes: ["href", "title"] },
  img: { tag: "img", style: LOOK.picture, takes: ["src", "alt", "width"] },
  em: { tag: "em" },
  strong: { tag: "strong" },
  del: { tag: "del" },
  code: { tag: "code", style: LOOK.code, className: "raised" },
  sup: { tag: "sup" },
  br: { tag: "br" },
}

const VOID = ["img", "br", "hr"]

function shown(node: RootContent | ElementContent, set: Setting): ReactNode {
  if (node.type === "text") return node.value
  if (node.type !== "element") return null
  const dress = DRESSES[node.tagName]
  if (dress === undefined) return null
  const props = propsOf(node, { ...dress, style: { ...dress.style, ...styleOf(node, set) } })
  const children = VOID.includes(dress.tag) ? [] : node.children.map((child) => shown(child, set))
  return createElement(dress.tag, props, ...children)
}

function propsOf({ properties }: Element, { tag, style, className, takes = [] }: Dress): Record<string, unknown> {
  const given = takes.flatMap((name) => (properties[name] === undefined ? [] : [[name, String(properties[name])]]))
  // The plain text shows rows and columns too.
  const table = tag === "table" ? { "data-text-format": "dataTable" } : {}
  const styled = style !== undefined && Object.keys(style).length > 0
  return { ...(styled ? { style } : {}), ...(className ? { className } : {}), ...Object.fromEntries(given), ...table }
}

function styleOf({ tagName, properties }: Element, { direction, accent }: Setting): CSSProperties {
  if (tagName === "a") return { color: accent }
  const beginning = BEGINNING[direction]
  if (tagName === "ul" || tagName === "ol") return beginning.list
  if (tagName === "blockquote") return beginning.quote
  if (tagName !== "th" && tagName !== "td") return {}
  const { align } = properties
  return { textAlign: align === "right" || align === "center" ? align : beginning.cell }
}
