import type { Root } from "hast"
import rehypeSanitize from "rehype-sanitize"
import remarkRehype from "remark-rehype"
import { unified } from "unified"
import { ALLOWED } from "./allowed-html.ts"
import { ANCHOR_PREFIX, parseMarkdown } from "./markdown.ts"

// Raw HTML of the author's is dropped on the way to the tree; what is left is held against the list all the same.
const toSafeTree = unified().use(remarkRehype, { clobberPrefix: ANCHOR_PREFIX }).use(rehypeSanitize, ALLOWED)

/** The text as the one tree that every place shows: allowed elements and addresses only, without a style or a name of the author's. */
export async function sanitiseMarkdown(body: string): Promise<Root> {
  return toSafeTree.run(parseMarkdown(body))
}
