import AxeBuilder from "@axe-core/playwright"
import type { Browser, Page } from "playwright-core"
import { beforeAll, describe, expect, test } from "vitest"
import { sealAudit } from "#lib/audit/seal-audit.ts"
import { listFlags } from "#lib/flags/queries.ts"
import { watchReleased } from "#lib/launch/watch-released.ts"
import { aRelease, type PlannedRelease } from "#tests/support/a-release.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { launch } from "#tests/support/launch-steps.ts"
import { aPerson, type SignedIn } from "#tests/support/person.ts"
import { startPortal } from "#tests/support/portal.ts"
import { visitWorkspace } from "#tests/support/team-browser.ts"
import { until } from "#tests/support/until.ts"
import { aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

let world: World
let site: Served
let browser: Browser
let owner: SignedIn
let released: PlannedRelease

beforeAll(async () => {
  world = await aWorld()
  site = await startPortal({ world })
  browser = await aBrowser()
  owner = await aPerson(world, "owner", { name: "Ada Lovelace" })
  released = await aRelease(world, { name: "Search in past orders", flags: [{ key: "order-search" }] })
  await launch(world, released.id)
  await sealAudit(world)
})

const visit = (path: string, more = {}) => visitWorkspace({ browser, url: site.url }, owner, { path, ...more })
const pathOf = (page: Page) => new URL(page.url()).pathname
const exposureOf = async (key: string) => (await listFlags(world.db, { key, after: null, limit: 1 }))[0]?.exposure

/** Pressed until the page has woken up to hear it; once it is open, pressing again does nothing. */
async function openPalette(page: Page): Promise<void> {
  await until(true, async () => {
    await page.keyboard.press("Control+k")
    return page.locator("dialog.palette[open] input:focus").isVisible()
  })
}

test("a flag is created and given to some, and the list says whom it serves", async () => {
  const { page, complaints, close } = await visit("/workspace/flags#new-flag")
  await page.getByRole("dialog").getByLabel("Key").fill("beta-dashboards")
  await page.getByRole("button", { name: "Add the flag" }).click()
  await page.getByRole("heading", { name: "beta-dashboards" }).waitFor()
  await page.getByLabel("on, for whom the rules say").check()
  await page.getByRole("button", { name: "Add a rule" }).click()
  await page.getByLabel("Rule 1, condition 1, trait").fill("plan")
  await page.getByRole("button", { name: "Save the flag" }).click()
  await page.getByText("Rule 1, condition 1, values:").waitFor()
  await page.getByLabel("Rule 1, condition 1, values").fill("team")
  await page.getByLabel("Percent of everybody else").fill("0")
  await page.getByRole("button", { name: "Save the flag" }).click()
  await page
    .getByRole("row", { name: /beta-dashboards/ })
    .getByText("on for some")
    .waitFor()
  expect(await exposureOf("beta-dashboards")).toEqual({ kind: "targeted", summary: "1 rule, everyone else 0 %" })
  expect(complaints).toEqual([])
  await close()
})

test("changing a released flag by hand is called drift before it is done, and shown as drift after it", async () => {
  const { page, close } = await visit("/workspace/flags?search=order-search")
  await page.getByRole("link", { name: "order-search" }).click()
  await page.getByText("“Search in past orders” decided whom it serves").waitFor()
  await page.getByLabel("Percent of everyone").fill("40")
  await page.getByRole("button", { name: "Save, and cause drift" }).click()
  await until<string | undefined>("percentage", async () => (await exposureOf("order-search"))?.kind)
  await watchReleased(world)
  await page.goto("/workspace/flags?stands=drifted")
  expect(await page.getByRole("row", { name: /order-search/ }).innerText()).toMatch(/40 %[\s\S]*Drifted[\s\S]*Search in past orders/)
  await close()
})

test("the log tells what people did by name, narrows to one object, and verifies itself", async () => {
  const { page, complaints, close } = await visit("/workspace/audit?action=release.planned")
  await page.getByRole("row", { name: /planned Search in past orders/ }).waitFor()
  await page.getByRole("link", { name: /^Details of release: planned/ }).click()
  await page.getByRole("link", { name: "Everything that happened to this release" }).click()
  await page.waitForURL(/subject=/)
  await page.getByRole("button", { name: "Verify the log" }).click()
  await page.getByText(/^Verified: [1-9]\d* sealed lines/).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test("the log is taken along as JSON Lines, as it was narrowed", async () => {
  const get = (who: SignedIn) =>
    fetch(`${site.url}/workspace/audit/export?action=release.planned`, { headers: { cookie: who.cookie }, redirect: "manual" })
  const answer = await get(owner)
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.jsonl"$/)
  const lines = (await answer.text()).trimEnd().split("\n")
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ action: "release.planned", subject: { kind: "release", id: released.id } }),
  ])
  expect((await get(await aPerson(world, "engineer"))).status).toBe(403)
})

describe("by the keyboard alone", () => {
  test("the palette finds a release, goes there, and remembers it", async () => {
    const { page, complaints, close } = await visit("/workspace/people")
    await openPalette(page)
    await page.keyboard.type("past ord")
    await page.getByRole("option", { name: /Search in past orders Released/, selected: true }).waitFor()
    await page.keyboard.press("Enter")
    await page.waitForURL(`**/workspace/releases/${released.id}`)
    await page.getByRole("heading", { level: 1, name: "Search in past orders" }).waitFor()
    await openPalette(page)
    await page.keyboard.type("dep")
    await page.keyboard.press("Enter")
    await page.waitForURL("**/workspace/deployments")
    await openPalette(page)
    await page
      .getByRole("group", { name: /Visited|lately/ })
      .first()
      .getByRole("option", { name: /Search in past orders/ })
      .first()
      .waitFor()
    await page.keyboard.press("Escape")
    expect(await page.getByRole("dialog").count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  test("it begins something new, on the page where it is or on another one", async () => {
    const { page, close } = await visit("/workspace/releases")
    for (const from of ["/workspace/releases", "/workspace/flags"]) {
      await page.goto(from)
      await openPalette(page)
      await page.keyboard.type("new rel")
      await page.keyboard.press("Enter")
      await page.getByRole("dialog", { name: "New release" }).waitFor()
      expect(new URL(page.url()).hash).toBe("")
    }
    await close()
  })

  test("letters go to pages and along rows, ? tells of them, and none is taken from who types", async () => {
    const { page, close } = await visit("/workspace/people")
    // The page hears keys once its scripts are there.
    await until(true, async () => {
      await page.keyboard.press("g")
      await page.keyboard.press("f")
      return page.url().endsWith("/workspace/flags")
    })
    await page.waitForURL("**/workspace/flags")
    await page.getByRole("table").waitFor()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await page.keyboard.press("k")
    await page.keyboard.press("Enter")
    await page.locator(".drawer h2").waitFor()
    await page.keyboard.press("Escape")
    await page.locator(".flag-list a:focus").waitFor()
    await page.keyboard.press("/")
    await page.keyboard.type("g?j")
    expect(await page.getByLabel("Find flags").inputValue()).toBe("g?j")
    await page.getByLabel("Find flags").blur()
    await page.keyboard.press("?")
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).getByText("Go to Flags").waitFor()
    await page.getByLabel("Single letters are shortcuts in this browser").uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    expect(await page.getByRole("dialog").count()).toBe(0)
    await close()
  })
})

test("the palette tells nobody of what they may not read", async () => {
  const viewer = await aPerson(world, "viewer")
  const ask = async (who: SignedIn) =>
    (await fetch(`${site.url}/workspace/find?q=a`, { headers: { cookie: who.cookie } })).json() as Promise<{ kind: string }[]>
  expect(new Set((await ask(viewer)).map(({ kind }) => kind)).has("Subscribers")).toBe(false)
  const { page, close } = await visitWorkspace({ browser, url: site.url }, viewer, { path: "/workspace/releases" })
  await openPalette(page)
  await page.keyboard.type("audit")
  await page.getByText("Nothing has “audit” in its name.").waitFor()
  await close()
})

test("a theme that was chosen holds from the first picture on, whatever the system has", async () => {
  const { page, close } = await visit("/workspace/flags", { colorScheme: "light" })
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--paper"))
  const light = await ground()
  const paper = () => page.evaluate(() => getComputedStyle(document.body.firstElementChild ?? document.body).colorScheme)
  expect(await paper()).toBe("light dark")
  await page.getByLabel("Theme").first().selectOption("dark")
  expect(await paper()).toBe("dark")
  await page.reload()
  expect(await paper()).toBe("dark")
  expect(await ground()).not.toBe(light)
  await close()
})

describe.each(["light", "dark"] as const)("in the %s", (colorScheme) => {
  test("flags, their drawer, connections, the log and the palette are accessible, and fit a phone", async () => {
    const flag = (await listFlags(world.db, { key: "order-search", after: null, limit: 1 }))[0]?.id
    const { page, close } = await visit("/workspace/flags", { colorScheme, viewport: { width: 390, height: 844 } })
    for (const path of [
      "/workspace/flags",
      `/workspace/flags?flag=${flag}`,
      "/workspace/flags/connections",
      "/workspace/flags/evaluate",
      "/workspace/audit",
    ]) {
      await page.goto(path)
      await page.locator("h1").waitFor()
      expect((await new AxeBuilder({ page }).analyze()).violations, path).toEqual([])
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBe(390)
    }
    await openPalette(page)
    await page.locator(".palette-option").first().waitFor()
    expect((await new AxeBuilder({ page }).include("dialog[open]").analyze()).violations).toEqual([])
    expect(pathOf(page)).toBe("/workspace/audit")
    await close()
  })
})
