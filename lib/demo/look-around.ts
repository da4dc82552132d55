import { FLAGS } from "./demo-story.ts"
import type { PortalClient } from "./portal-client.ts"

/** What a visitor finds of the release in each place, in a few words; "nothing" where it is not there. */
export type Look = Record<string, string>

export async function lookAround(client: PortalClient, drafts: { kind: string; title: string; slug: string }[]): Promise<Look> {
  const entry = drafts.find(({ kind }) => kind === "entry")
  const article = drafts.find(({ kind }) => kind === "article")
  const title = entry?.title ?? ""
  const page = async (path: string) => ((await client.visit(path)).status === 200 ? `${path}` : "nothing")
  const listed = async (path: string, words: string) => ((await client.visit(path)).text.includes(title) ? words : "nothing")
  return {
    "home page": await listed("/", `lists "${title}"`),
    "its entry": await page(`/changelog/${entry?.slug}`),
    "help article": await page(`/help/${article?.slug}`),
    "RSS feed": await listed("/rss.xml", "has the item"),
    widget: await listed("/api/widget/announcements", "shows the announcement"),
    flags: await flagsSeen(client),
  }
}

/** What an OpenFeature client of the shop evaluates for one of its visitors. */
async function flagsSeen(client: PortalClient): Promise<string> {
  const { text } = await client.visit("/ofrep/v1/evaluate/flags", { context: { targetingKey: "visitor-1" } })
  const { flags } = JSON.parse(text) as { flags: { key: string; value?: boolean }[] }
  const known = flags.filter(({ key }) => FLAGS.some((flag) => flag.key === key))
  return known.length === 0 ? "nothing" : known.map(({ key, value }) => `${key} is ${value ? "on" : "off"}`).join(", ")
}
