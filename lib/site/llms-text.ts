import { publicAddress } from "./public-address.ts"
import { descriptionOf } from "./reading.ts"
import type { Summary } from "./released-document.ts"

type Listed = { entries: readonly Summary[]; articles: readonly Summary[] }

/** The site for a language model, by the form of llmstxt.org: every line leads to a text in Markdown. */
export function llmsTextOf({ entries, articles }: Listed, site: { name: string; publicUrl: URL }): string {
  const { name, publicUrl } = site
  const parts = [
    `# ${name}\n\n> What has been released, newest first, and help for it. Every page is also there as Markdown.`,
    ...sectionOf("Releases", "/changelog/", { documents: entries, publicUrl }),
    ...sectionOf("Help", "/help/", { documents: articles, publicUrl }),
    `## Feeds\n\n- [RSS](${publicAddress(publicUrl, "/rss.xml")})\n- [JSON Feed](${publicAddress(publicUrl, "/feed.json")})`,
  ]
  return `${parts.join("\n\n")}\n`
}

function sectionOf(title: string, path: string, { documents, publicUrl }: { documents: readonly Summary[]; publicUrl: URL }): string[] {
  if (documents.length === 0) return []
  const lines = documents.map(({ slug, title: name, body }) => {
    const about = descriptionOf(body)
    return `- [${inOneLine(name)}](${publicAddress(publicUrl, `${path}${slug}.md`)})${about === "" ? "" : `: ${inOneLine(about)}`}`
  })
  return [`## ${title}\n\n${lines.join("\n")}`]
}

/** A text of one line in which nothing ends the link that it names. */
function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[[\]\\]/g, "\\$&")
}
