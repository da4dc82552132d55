import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { listDocuments } from "#lib/documents/queries.ts"
import { getCapturedMail, listCapturedMails } from "#lib/mail/queries.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { crawl } from "#tests/support/crawl.ts"
import { type HostileStory, tellHostileStory } from "#tests/support/hostile-story.ts"
import { MARKDOWN_ATTACKS } from "#tests/support/markdown-attacks.ts"
import { aPerson } from "#tests/support/person.ts"
import { startPortal, untilAt } from "#tests/support/portal.ts"
import { dangersIn, watchFor } from "#tests/support/suspicions.ts"
import { aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

/** Whoever may write anything anywhere means harm. Then whoever reads it, in any place, is to meet nothing but letters. */
let world: World
let site: Served
let browser: Browser
let story: HostileStory
let session: string

beforeAll(async () => {
  world = await aWorld()
  story = await tellHostileStory(world)
  site = await startPortal({ world })
  await untilAt(world, story.revision)
  browser = await aBrowser()
  session = (await aPerson(world, "owner", { name: `"><script>alert(5)</script>` })).session
})

/** A browser in which an owner is signed in, and what it has to complain of. */
async function anOwnersBrowser(): Promise<{ context: BrowserContext; suspicions: string[] }> {
  const context = await browser.newContext()
  await context.addCookies([{ name: "curtain", value: session, url: site.url, httpOnly: true, sameSite: "Lax" }])
  // Where the portal would be in earnest. Here nobody answers there, and mails and the bell lead to it.
  const home = world.settings.publicUrl.origin
  await context.route(`${home}/**`, (route) => route.fulfill({ status: 404 }))
  return { context, suspicions: await watchFor(context, [site.url, site.url.replace("127.0.0.1", "localhost"), home]) }
}

test("every page, of visitors and of the team, shows it and does nothing: no script, no dialog, no request, no report of a policy", async () => {
  const { context, suspicions } = await anOwnersBrowser()
  const from = ["/workspace/unreleased", `/workspace/launches/${story.launchId}`, "/", "/subscribe", "/search?q=alert", "/nowhere"]
  const { paths, dangers, failures } = await crawl({ context, url: site.url, from })
  expect({ dangers, suspicions: suspicions.filter(isOfConcern), failures }).toEqual({ dangers: [], suspicions: [], failures: [] })
  const inside = paths.filter((path) => path.startsWith("/workspace"))
  console.log(`${paths.length} pages opened, ${inside.length} of them of the team`)
  expect(paths.filter((path) => path.startsWith("/changelog/")).length).toBeGreaterThanOrEqual(MARKDOWN_ATTACKS.length)
  expect(inside.length).toBeGreaterThan(20)
  await context.close()
}, 120_000)

/** A mail shows pictures from where the portal would be in earnest. Here it is elsewhere, so its own policy stops them. */
function isOfConcern(suspicion: string): boolean {
  const home = world.settings.publicUrl.origin
  return !suspicion.startsWith(`Loading the image '${home}/`) && !suspicion.startsWith(`policy: img-src ${home}/`)
}

test("nor does any preview of what is being written", async () => {
  const { context, suspicions } = await anOwnersBrowser()
  const page = await context.newPage()
  for (const { id } of await listDocuments(world.db, story.planned.id)) {
    await page.goto(`${site.url}/workspace/releases/${story.planned.id}/documents/${id}`)
    await page.locator("iframe").waitFor()
    for (const face of await page.getByRole("group", { name: "See it as" }).getByRole("button").all()) {
      await face.click()
      await page
        .frameLocator(`iframe[title="Preview: ${await face.innerText()}"]`)
        .getByText("alert(1)")
        .filter({ visible: true })
        .first()
        .waitFor()
      expect(await dangersIn(page)).toEqual([])
    }
  }
  expect(suspicions.filter(isOfConcern)).toEqual([])
  await context.close()
})

test("nor does the bell in a product, whose policy would let a script of its own run", async () => {
  const { context, suspicions } = await anOwnersBrowser()
  const page = await context.newPage()
  await page.goto(await aHostPage())
  await page.locator("curtain-widget .bell").click()
  const panel = page.getByRole("dialog")
  await expect.poll(() => panel.locator("article").count()).toBeGreaterThanOrEqual(MARKDOWN_ATTACKS.length / 10)
  expect(await dangersIn(page)).toEqual([])
  expect(suspicions.filter((one) => !one.startsWith("request to http://127.0.0.1"))).toEqual([])
  await context.close()
})

test("nor does a mail or a feed, in a reader that trusts whatever it gets", async () => {
  const { context, suspicions } = await anOwnersBrowser()
  const page = await context.newPage()
  const mails = await listCapturedMails(world.db, { search: "reader@", after: null, limit: 10 })
  expect(mails.length).toBeGreaterThan(0)
  for (const { id } of mails) expect(await dangersOf(page, (await getCapturedMail(world.db, id)).html)).toEqual([])
  const feed = (await (await fetch(`${site.url}/feed.json`)).json()) as { items: { content_html: string }[] }
  expect(feed.items.length).toBeGreaterThanOrEqual(MARKDOWN_ATTACKS.length)
  expect(await dangersOf(page, feed.items.map((item) => item.content_html).join("\n"))).toEqual([])
  for (const path of ["/rss.xml", "/atom.xml", "/sitemap.xml"]) {
    await page.goto(`${site.url}/help`)
    expect(await page.evaluate(`(${SCRIPTS_IN_XML})("${path}")`)).toBe(0)
  }
  expect(suspicions).toEqual([])
  await context.close()
})

const SCRIPTS_IN_XML = `async (path) => {
  const xml = new DOMParser().parseFromString(await (await fetch(path)).text(), "application/xml")
  return xml.querySelectorAll("parsererror, script, img, svg").length
}`

/** An empty page of another origin, without a policy, that takes the text for its own. */
async function dangersOf(page: Page, html: string): Promise<string[]> {
  await page.goto("about:blank")
  await page.setContent(html, { waitUntil: "load" })
  return dangersIn(page)
}

async function aHostPage(): Promise<string> {
  const home = site.url.replace("127.0.0.1", "localhost")
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8")
    response.end(
      `<!doctype html><html lang="en"><title>Acme</title><script async src="${home}/widget.js" data-first="unread"></script></html>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  afterAll(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

test("the watch sees what it looks for", async () => {
  const { context, suspicions } = await anOwnersBrowser()
  const page = await context.newPage()
  await page.route("https://evil.example/**", (route) => route.abort())
  const html = `<img src=x onerror=alert(1)><img src="https://evil.example/x.png"><a href="java\nscript:alert(1)">x</a><base href="/">`
  expect(await dangersOf(page, html)).toHaveLength(3)
  await page.goto(`${site.url}/`)
  await page.evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: '1' }))")
  await expect.poll(() => suspicions.map((one) => one.split(" ")[0])).toEqual(expect.arrayContaining(["dialog", "request", "policy:"]))
  await context.close()
})
