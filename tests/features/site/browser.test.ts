import type { BrowserContextOptions } from "playwright-core"
import { beforeAll, describe, expect, test } from "vitest"
import { aBrowser } from "#tests/support/browser.ts"
import { startPortal, untilAt } from "#tests/support/portal.ts"
import { publishDocuments } from "#tests/support/released-content.ts"
import { TYPICAL_WORDS } from "#tests/support/typical-words.ts"
import { aWorld } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

let site: Served
let browser: Awaited<ReturnType<typeof aBrowser>>

beforeAll(async () => {
  const world = await aWorld()
  const many = Array.from({ length: 22 }, (_, index) => ({
    title: `Improvement ${index}`,
    publishedAt: `2026-0${1 + (index % 9)}-11T09:00:00Z`,
  }))
  const revision = await publishDocuments(world, [
    ...many,
    { title: "Search that forgives", slug: "search", body: TYPICAL_WORDS, tags: ["search", "api"], publishedAt: "2026-11-20T09:00:00Z" },
    { kind: "article", title: "Filters", slug: "filters", body: `${TYPICAL_WORDS}\n\n## More\n\nWords.` },
  ])
  site = await startPortal({ world })
  await untilAt(world, revision)
  browser = await aBrowser()
})

const PAGES = [
  "/",
  "/page/2",
  "/tags",
  "/tags/api",
  "/search?q=typo",
  "/search?q=nothing-of-the-kind",
  "/changelog/search",
  "/help",
  "/help/filters",
  "/nowhere",
]

async function visit(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ baseURL: site.url, ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  // That the page itself is missing is what the browser is right to say.
  page.on("console", (message) => message.type() === "error" && !/status of 404/.test(message.text()) && complaints.push(message.text()))
  page.on("pageerror", (error) => complaints.push(error.message))
  page.on("requestfailed", (request) => complaints.push(`${request.url()} failed`))
  await page.goto(path, { waitUntil: "load" })
  await page.evaluate("document.fonts.ready").catch(() => {})
  return { page, complaints, close: () => context.close() }
}

describe.each([
  ["with JavaScript", { javaScriptEnabled: true }],
  ["without JavaScript", { javaScriptEnabled: false }],
])("%s", (_, options) => {
  test.each(PAGES)("%s is read without one complaint of the browser", async (path) => {
    const { page, complaints, close } = await visit(path, options)
    await page.locator("h1").waitFor()
    expect(await page.locator("main").innerText()).not.toBe("")
    expect(complaints).toEqual([])
    await close()
  })
})

test.each([360, 768, 1280, 1920])("nothing sticks out of a window of %i pixels", async (width) => {
  for (const path of PAGES) {
    const { page, close } = await visit(path, { viewport: { width, height: 800 } })
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width)
    await close()
  }
})

test("the first thing the keyboard reaches leads past the header", async () => {
  const { page, close } = await visit("/changelog/search")
  await page.keyboard.press("Tab")
  expect(await page.locator(":focus").innerText()).toBe("Skip to the content")
  await page.keyboard.press("Enter")
  await page.keyboard.press("Tab")
  expect(await page.locator("main :focus").getAttribute("href")).toBe("/tags/search")
  await close()
})

test("whoever reads their way through finds every entry", async () => {
  const { page, close } = await visit("/")
  const titles = () => page.locator("article h3").allInnerTexts()
  const first = await titles()
  await page.getByRole("link", { name: "Older entries" }).click()
  expect(new Set([...first, ...(await titles())]).size).toBe(23)
  await page.getByRole("link", { name: "Newer entries" }).click()
  await page.getByRole("link", { name: "Search that forgives" }).click()
  expect(await page.title()).toBe("Search that forgives · Changelog")
  await page.getByRole("link", { name: "explained" }).click()
  expect(await page.locator("h1").innerText()).toBe("Filters")
  await close()
})

test("a feed reader finds the feed, and the feed is well formed", async () => {
  const { page, close } = await visit("/")
  const address = await page.locator('link[rel="alternate"][type="application/rss+xml"]').getAttribute("href")
  expect(address).toBe("http://localhost:3000/rss.xml")
  const broken = await page.evaluate(async () => {
    const feed = await (await fetch("/rss.xml")).text()
    return new DOMParser().parseFromString(feed, "application/xml").querySelector("parsererror")?.textContent ?? null
  })
  expect(broken).toBeNull()
  await close()
})
