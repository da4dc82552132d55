import type { Options as Schema } from "rehype-sanitize"
import { ANCHOR_PREFIX } from "./markdown.ts"

const OURS = new RegExp(`^${ANCHOR_PREFIX}`)

/** All that a text may become. Markdown needs nothing else, and raw HTML is not Markdown to us. */
export const ALLOWED: Schema = {
  tagNames: [
    ...["h2", "h3", "h4", "h5", "h6", "p", "blockquote", "pre", "hr", "ul", "ol", "li", "section"],
    ...["table", "thead", "tbody", "tr", "th", "td"],
    ...["a", "img", "em", "strong", "del", "code", "sup", "br", "input"],
  ],
  attributes: {
    a: ["href", "title", ["id", OURS]],
    code: [["className", /^language-[\w+#.-]{1,30}$/]],
    ...Object.fromEntries(["h2", "h3", "h4", "h5", "h6", "li"].map((name) => [name, [["id", OURS] satisfies [string, RegExp]]])),
    img: ["src", "alt", "title"],
    input: [["type", "checkbox"], "checked"],
    ol: ["start"],
    section: [["className", "footnotes"]],
    td: ["align"],
    th: ["align"],
  },
  protocols: { href: ["http", "https", "mailto"], src: ["https", "data"] },
  ancestors: { thead: ["table"], tbody: ["table"], tr: ["table"], td: ["table"], th: ["table"] },
  strip: ["script", "style"],
  // Every name in the tree is ours, with our prefix: the author has no way to write one.
  clobber: [],
}
