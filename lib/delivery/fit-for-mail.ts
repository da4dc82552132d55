import type { Element, ElementContent, Root, RootContent } from "hast"

/** The document's tree as a mail can show it: every address whole, no anchors, and one picture at most. */
export function fitForMail(tree: Root, publicUrl: URL): Root {
  const room: Room = { publicUrl, pictures: 1 }
  return { type: "root", children: tree.children.flatMap((node) => fitted(node, room)) }
}

/** `pictures`: how many may still be shown; what is too many, or from elsewhere, becomes a link. */
type Room = { publicUrl: URL; pictures: number }

function fitted(node: RootContent | ElementContent, room: Room): ElementContent[] {
  if (node.type === "text") return [node]
  if (node.type !== "element") return []
  switch (node.tagName) {
    case "a":
      return linkOf(node, room)
    case "img":
      return [pictureOf(node, room)]
    case "input":
      return [{ type: "text", value: node.properties.checked ? "☑" : "☐" }]
    case "sup":
      return footnoteSign(node)
    case "pre":
      return [{ ...node, children: [{ type: "text", value: textOf(node) }] }]
    case "section":
      return footnotesOf(node, room)
    default:
      return [{ ...node, children: childrenOf(node, room) }]
  }
}

function childrenOf({ children }: Element, room: Room): ElementContent[] {
  return children.flatMap((child) => fitted(child, room))
}

/** Few programs jump within a mail, so an anchor is its words. The arrow back from a footnote has none. */
function linkOf(link: Element, room: Room): ElementContent[] {
  const href = String(link.properties.href ?? "")
  const children = childrenOf(link, room)
  if (href.startsWith("#")) return textOf(link).startsWith("↩") ? [] : children
  if (!URL.canParse(href, room.publicUrl)) return children
  const whole = URL.canParse(href) ? href : new URL(href, room.publicUrl).href
  return [{ ...link, properties: { ...link.properties, href: whole }, children }]
}

/** What some programs of every kind cannot show. */
const UNSEEN = /\.(?:svg|webp|avif)$/i
/** As wide as the column leaves room. The attribute is for Outlook, which knows no largest width. */
const PICTURE_WIDTH = 560

function pictureOf(image: Element, room: Room): ElementContent {
  const source = String(image.properties.src ?? "")
  const alt = String(image.properties.alt ?? "")
  const text: ElementContent = { type: "text", value: alt || "Picture" }
  // An address that was not allowed is left out, and none leads to the home page.
  if (source === "" || source.startsWith("data:") || !URL.canParse(source, room.publicUrl)) return text
  const url = new URL(source, room.publicUrl)
  // One from elsewhere would tell its server who opened the mail, and when.
  if (url.origin !== room.publicUrl.origin || UNSEEN.test(url.pathname) || room.pictures === 0) {
    return { type: "element", tagName: "a", properties: { href: url.href }, children: [text] }
  }
  room.pictures -= 1
  return { ...image, properties: { src: url.href, alt, width: PICTURE_WIDTH }, children: [] }
}

/** `[1]` says the same without an anchor, and in plain text too. */
function footnoteSign(sign: Element): ElementContent[] {
  return [{ type: "text", value: `[${textOf(sign)}]` }]
}

/** A line says what the English heading would. */
function footnotesOf(section: Element, room: Room): ElementContent[] {
  const notes = childrenOf(section, room).filter((child) => child.type !== "element" || child.tagName !== "h2")
  return [{ type: "element", tagName: "hr", properties: {}, children: [] }, ...notes]
}

function textOf(node: ElementContent | Element): string {
  if (node.type === "text") return node.value
  return node.type === "element" ? node.children.map(textOf).join("") : ""
}
