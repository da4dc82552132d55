import type { BrowserContext, Page } from "playwright-core"
import { dangersIn } from "#tests/support/suspicions.ts"

type Crawl = { context: BrowserContext; url: string; from: readonly string[] }
export type Crawled = { paths: string[]; dangers: string[]; failures: string[] }

const LANES = 3
/** Of pages of one kind that lead on by an id, or ask one question: they are made by the same code. */
const OF_A_KIND = 3

/** Opens every page that links lead to, from the ones given, and looks for what runs in it. */
export async function crawl({ context, url, from }: Crawl): Promise<Crawled> {
  const waiting = [...from]
  const known = new Set(waiting)
  const kinds = new Map<string, number>()
  const crawled: Crawled = { paths: [], dangers: [], failures: [] }
  let busy = 0
  await Promise.all(Array.from({ length: LANES }, lane))
  return crawled

  async function lane(): Promise<void> {
    const page = await context.newPage()
    while (waiting.length > 0 || busy > 0) {
      const path = waiting.shift()
      if (path === undefined) await page.waitForTimeout(20)
      else await visit(page, path)
    }
    await page.close()
  }

  async function visit(page: Page, path: string): Promise<void> {
    busy += 1
    const answer = await page.goto(`${url}${path}`, { waitUntil: "load" }).catch(unlessDownload)
    if ((answer?.status() ?? 0) >= 500) crawled.failures.push(`${answer?.status()} ${path}`)
    crawled.paths.push(path)
    crawled.dangers.push(...(await dangersIn(page)).map((danger) => `${path}: ${danger}`))
    const links: string[] = await page.evaluate("[...document.querySelectorAll('a[href]:not([download])')].map((link) => link.href)")
    for (const link of links) meet(URL.parse(link))
    busy -= 1
  }

  function meet(link: URL | null): void {
    // Not every link is an address: what an author mistyped stays as it is.
    if (link === null) return
    const { origin, pathname, search } = link
    const path = `${pathname}${search}`
    if (origin !== url || known.has(path) || isNoPage(pathname)) return
    known.add(path)
    const kind = kindOf(pathname, search)
    const seen = (kinds.get(kind) ?? 0) + 1
    kinds.set(kind, seen)
    if (seen <= OF_A_KIND || pathname.startsWith("/changelog/")) waiting.push(path)
  }
}

/** What is saved as a file leaves the page that was there before, which is looked at again. */
function unlessDownload(error: Error): null {
  if (error.message.includes("Download is starting")) return null
  throw error
}

/** Feeds and files are no pages, and signing out would be the end of it. */
function isNoPage(path: string): boolean {
  return /\.(?:md|xml|json|txt|mjs|js|csv|html|png)$|^\/signin|^\/api\//.test(path)
}

function kindOf(pathname: string, search: string): string {
  const names = [...new URLSearchParams(search).keys()].sort()
  return `${pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\/\d+(?=\/|$)|(?<=^\/(?:tags|help)\/)[^/]+/g, "*")}?${names}`
}
