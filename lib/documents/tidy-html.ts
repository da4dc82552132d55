import type { Element, ElementContent, Root } from "hast"
import { SKIP, visit } from "unist-util-visit"
import { ANCHOR_PREFIX } from "./markdown.ts"

/** Makes a sanitised tree fit for our pages: links that give nothing away, pictures that load late, tables that can be scrolled. */
export function tidyHtml(tree: Root): void {
  visit(tree, "element", (element, index, parent) => {
    if (parent === undefined || index === undefined) return
    const tidied = tidy(element)
    if (tidied === element) return
    parent.children[index] = tidied
    return SKIP
  })
}

function tidy(element: Element): ElementContent {
  switch (element.tagName) {
    case "a":
      return Object.assign(element, { properties: linkProperties(element) })
    case "img":
      return pictureOf(element)
    case "table":
      return scrolling(element, "Table")
    case "pre":
      return Object.assign(element, { properties: { ...element.properties, tabIndex: 0 } })
    case "input":
      return { type: "text", value: element.properties.checked ? "☑" : "☐" }
    default:
      return element
  }
}

const OUTSIDE = /^(?:https?:)?[/\\]{2}/i

function linkProperties({ properties }: Element): Element["properties"] {
  const href = String(properties.href ?? "")
  if (OUTSIDE.test(href)) return { ...properties, rel: ["noopener", "nofollow", "ugc"] }
  // An author writes `#faster-search`; the heading is named with our prefix.
  if (/^#./.test(href) && !href.startsWith(`#${ANCHOR_PREFIX}`)) return { ...properties, href: `#${ANCHOR_PREFIX}${href.slice(1)}` }
  return properties
}

const OUR_PICTURE = /^\/(?![/\\])/
const INLINE_PICTURE = /^data:image\/(?:png|jpeg|webp|avif);base64,/

/**
 * Pages show pictures of our own: one from elsewhere would tell its server who reads what, and the browser is told not to
 * load it. It stays reachable as a link.
 */
function pictureOf(image: Element): ElementContent {
  const source = String(image.properties.src ?? "")
  const alt = String(image.properties.alt ?? "")
  if (OUR_PICTURE.test(source) || INLINE_PICTURE.test(source)) {
    return Object.assign(image, { properties: { ...image.properties, alt, loading: "lazy", decoding: "async" } })
  }
  const text: ElementContent = { type: "text", value: alt || "Picture" }
  if (!OUTSIDE.test(source)) return text
  return { type: "element", tagName: "a", properties: { href: source, rel: ["noopener", "nofollow", "ugc"] }, children: [text] }
}

function scrolling(table: Element, label: string): Element {
  const properties = { className: ["scrolls"], role: "region", ariaLabel: label, tabIndex: 0 }
  return { type: "element", tagName: "div", properties, children: [table] }
}
