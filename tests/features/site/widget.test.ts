import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import AxeBuilder from "@axe-core/playwright"
import type { BrowserContextOptions, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { proofOf } from "#lib/readers/reader.ts"
import { headerOf, recordAnswer } from "#tests/bench/record-answer.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { startPortal, untilAt } from "#tests/support/portal.ts"
import { publishDocuments, withdraw } from "#tests/support/released-content.ts"
import { aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

const BODY = `Find **anything**. [More](/help/filters), and [elsewhere](https://acme.example/).

- one
- two

![a picture](https://acme.example/none.png)`

let world: World
let portal: Served
let browser: Awaited<ReturnType<typeof aBrowser>>

beforeAll(async () => {
  world = await aWorld()
  const revision = await publishDocuments(world, [
    { title: "Search that forgives", slug: "search", body: BODY, publishedAt: "2026-11-20T09:00:00Z" },
    { kind: "announcement", title: "Hello <b>there</b>", slug: "hello", body: "We are here.", publishedAt: "2026-11-19T09:00:00Z" },
  ])
  portal = await startPortal({ world })
  await untilAt(world, revision)
  browser = await aBrowser()
})

/** Somebody's product, on an origin of its own, as closed as a page can be. The portal is asked for by its name, as its host guard wants. */
async function aHostPage({ body, policy }: { body?: string; policy?: string } = {}): Promise<string> {
  const home = portalUrl()
  const closed = `default-src 'none'; script-src ${home}; connect-src ${home}; img-src ${home}; require-trusted-types-for 'script'`
  const html = `<!doctype html><html lang="en"><title>Acme</title><main><h1>Acme</h1><button>Pay</button></main>${body ?? script()}</html>`
  const server = createServer((_, response) => {
    response.setHeader("Content-Security-Policy", policy ?? closed)
    response.setHeader("Content-Type", "text/html; charset=utf-8")
    response.end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  afterAll(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const portalUrl = () => portal.url.replace("127.0.0.1", "localhost")
const script = (attributes = 'data-first="unread"') => `<script async src="${portalUrl()}/widget.js" ${attributes}></script>`

async function visit(address: string, { init, ...options }: BrowserContextOptions & { init?: string } = {}) {
  const context = await browser.newContext(options)
  if (init !== undefined) await context.addInitScript(init)
  const page = await context.newPage()
  const complaints: string[] = []
  // The picture is the one thing that the host page's policy is there to stop.
  page.on(
    "console",
    (message) => message.type() === "error" && !/img-src|none\.png/.test(message.text()) && complaints.push(message.text()),
  )
  page.on("pageerror", (error) => complaints.push(error.message))
  await page.goto(address)
  await bell(page).waitFor()
  return { page, complaints, context }
}

const bell = (page: Page) => page.locator("curtain-widget .bell")
const panel = (page: Page) => page.getByRole("dialog")

describe("on a page that forbids everything else", () => {
  test("the bell counts what is new, and the panel shows it", async () => {
    const { page, complaints } = await visit(await aHostPage())
    await expect.poll(() => bell(page).getAttribute("aria-label")).toBe("What’s new, 2 unread")
    await bell(page).click()
    await panel(page).waitFor()
    expect(await panel(page).locator("h3").allTextContents()).toEqual(["Search that forgives", "Hello <b>there</b>"])
    expect(await panel(page).locator(".new").count()).toBe(2)
    const links = await panel(page)
      .locator("article a")
      .evaluateAll((all) => all.map((link) => link.getAttribute("href")))
    // A picture from elsewhere is a link to it: neither our page nor this one loads it from there.
    const elsewhere = ["https://acme.example/", "https://acme.example/none.png"]
    expect(links).toEqual(["http://localhost:3000/changelog/search", "http://localhost:3000/help/filters", ...elsewhere])
    expect(await panel(page).locator("li").allTextContents()).toEqual(["one", "two"])
    expect(await page.locator("curtain-widget").evaluate((host) => host.shadowRoot?.querySelectorAll("[style]").length)).toBe(0)
    expect(complaints).toEqual([])
  })

  test("what was opened stays read, on the next visit as well", async () => {
    const address = await aHostPage()
    const { page } = await visit(address)
    await expect.poll(() => bell(page).getAttribute("aria-label")).toContain("unread")
    await bell(page).click()
    await panel(page).waitFor()
    await page.keyboard.press("Escape")
    expect(await bell(page).getAttribute("aria-label")).toBe("What’s new")
    const answered = page.waitForResponse(/announcements\?seen=\d+/)
    await page.reload()
    await answered
    await expect.poll(() => bell(page).getAttribute("aria-label")).toBe("What’s new")
  })

  test("who comes for the first time has missed nothing, unless the page wants it so", async () => {
    const { page } = await visit(await aHostPage({ body: script("") }))
    await page.waitForFunction("Object.keys(localStorage).length > 0")
    expect(await bell(page).getAttribute("aria-label")).toBe("What’s new")
  })

  test.each(["light", "dark"] as const)("axe finds nothing in it, %s", async (colorScheme) => {
    const { page } = await visit(await aHostPage({ policy: "" }), { colorScheme })
    await bell(page).click()
    await panel(page).waitFor()
    const { violations } = await new AxeBuilder({ page }).include("curtain-widget").analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([])
  })
})

test("by keyboard alone: open, read, leave, and be where one was", async () => {
  const { page } = await visit(await aHostPage())
  await page.keyboard.press("Tab")
  await page.keyboard.press("Tab")
  await page.keyboard.press("Enter")
  await panel(page).waitFor()
  expect(await bell(page).getAttribute("aria-expanded")).toBe("true")
  await page.keyboard.press("Escape")
  await panel(page).waitFor({ state: "hidden" })
  expect(await page.evaluate("document.activeElement.tagName")).toBe("CURTAIN-WIDGET")
})

test("works where storage is forbidden", async () => {
  const init = 'Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError") } })'
  const { page, complaints } = await visit(await aHostPage(), { init })
  await expect.poll(() => bell(page).getAttribute("aria-label")).toContain("2 unread")
  await bell(page).click()
  await panel(page).waitFor()
  await page.keyboard.press("Escape")
  expect(await bell(page).getAttribute("aria-label")).toBe("What’s new")
  expect(complaints).toEqual([])
})

test("twice on one page is one bell, and what was asked before it came is done", async () => {
  const before = '<script nonce="n">(window.curtain ||= []).push("open")</script>'
  const policy = `default-src 'none'; script-src 'nonce-n' 'strict-dynamic'; connect-src ${portalUrl()}`
  const twice = script().replace("<script", '<script nonce="n"').repeat(2)
  const { page, complaints } = await visit(await aHostPage({ body: before + twice, policy }))
  await panel(page).waitFor()
  expect(await page.locator("curtain-widget").count()).toBe(1)
  await page.evaluate("curtain.destroy()")
  expect(await page.locator("curtain-widget").count()).toBe(0)
  expect(await page.evaluate("'curtain' in window")).toBe(false)
  expect(complaints).toEqual([])
})

test("what a known reader opened on one device is read on the other", async () => {
  const proof = proofOf(world.settings, "user-1")
  const address = await aHostPage({ body: script(`data-first="unread" data-reader="user-1" data-proof="${proof}"`) })
  const [desk, phone] = [await visit(address), await visit(address)]
  await expect.poll(() => bell(phone.page).getAttribute("aria-label")).toContain("unread")
  const told = desk.page.waitForResponse(/api\/widget\/seen/)
  await bell(desk.page).click()
  expect((await told).status()).toBe(204)
  await phone.page.evaluate("localStorage.clear()")
  await phone.page.reload()
  await phone.page.waitForFunction("Object.keys(localStorage).length > 0")
  expect(await bell(phone.page).getAttribute("aria-label")).toBe("What’s new")
  expect([...desk.complaints, ...phone.complaints]).toEqual([])
})

test.each(["light", "dark"] as const)("the page that shows it to developers works under its own policy, %s", async (colorScheme) => {
  const { page, complaints } = await visit(`${portalUrl()}/widget-demo.html`, { colorScheme, reducedMotion: "reduce" })
  expect(await page.locator("#tag").innerText()).toContain(`src="${portalUrl()}/widget.js"`)
  await page.getByRole("button", { name: "Open the news" }).click()
  await panel(page).waitFor()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.keyboard.press("Escape")
  await page.getByRole("button", { name: "Take the bell away" }).click()
  await expect.poll(() => page.locator("curtain-widget").count()).toBe(0)
  expect(complaints).toEqual([])
})

test("a recall reaches a page that is open already", async () => {
  const { page } = await visit(await aHostPage())
  await bell(page).click()
  await expect.poll(() => panel(page).locator("h3").allTextContents()).toContain("Hello <b>there</b>")
  await untilAt(world, await withdraw(world, "hello"))
  // A minute is not waited for: coming back to the tab after one asks at once.
  await page.evaluate("Date.now = () => performance.timeOrigin + performance.now() + 61_000")
  await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
  await expect.poll(() => panel(page).locator("h3").allTextContents()).toEqual(["Search that forgives"])
})

test.each([
  ["/widget.js", 3072],
  ["/widget-panel.js", 12_288],
])("%s is of use to any origin, and has at most %i bytes on the wire", async (path, limit) => {
  const answer = await fetch(`${portal.url}${path}`)
  const { headers, body } = await recordAnswer(`${portal.url}${path}`, { "accept-encoding": "br" })
  expect(answer.status).toBe(200)
  expect(answer.headers.get("content-type")).toMatch(/^(text|application)\/javascript/)
  expect(answer.headers.get("access-control-allow-origin")).toBe("*")
  expect(answer.headers.get("cross-origin-resource-policy")).toBe("cross-origin")
  expect(headerOf({ headers }, "content-encoding")).toBe("br")
  expect(body.length).toBeLessThanOrEqual(limit)
})
