import AxeBuilder from "@axe-core/playwright"
import type { Browser } from "playwright-core"
import { beforeAll, describe, expect, test, vi } from "vitest"
import { recordDeploymentInput } from "#lib/changes/input.ts"
import { listChanges } from "#lib/changes/queries.ts"
import { recordDeployment } from "#lib/changes/record-deployment.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { createFlagInput } from "#lib/flags/input.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { listReleases } from "#lib/releases/queries.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { aPerson, type SignedIn } from "#tests/support/person.ts"
import { startPortal } from "#tests/support/portal.ts"
import { visitWorkspace } from "#tests/support/team-browser.ts"
import { until } from "#tests/support/until.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

let world: World
let site: Served
let browser: Browser
let owner: SignedIn

beforeAll(async () => {
  world = await aWorld()
  site = await startPortal({ world })
  browser = await aBrowser()
  owner = await aPerson(world, "owner", { name: "Ada Lovelace" })
})

const UNRELEASED = "/workspace/unreleased"
const visit = (path: string, more: object = {}) => visitWorkspace({ browser, url: site.url }, owner, { path, ...more })
const sha = (number: number) => number.toString(16).padStart(40, "a")
const PHONE = { viewport: { width: 360, height: 740 } }

/** 59 small features and one behind a flag, the latest merged first: "Part 60" … "Part 1". */
const COMMITS = Array.from({ length: 60 }, (_, place) => ({
  sha: sha(place + 1),
  message: `feat: Part ${place + 1}${place === 58 ? "\n\nWhy the cart knows prices.\n\nFeature-Flag: cart-prices" : ""}`,
  author: { name: place === 59 ? "Grace Hopper" : "Joan Clarke" },
  committedAt: `2026-01-01T00:${String(place).padStart(2, "0")}:00Z`,
}))

const tell = (environment: string, number: number, more: object = {}) =>
  recordDeployment(
    world,
    ADA,
    recordDeploymentInput.parse({ repository: "acme/shop", environment, sha: sha(number), status: "success", ...more }),
  )

test("an empty portal says how its first change comes, ticks what is done, and then shows it", async () => {
  const { page, complaints, close } = await visit(UNRELEASED)
  const steps = page.locator(".first-run > li")
  expect(await steps.getByText("Waiting").count()).toBe(2)
  await page.getByText(`CURTAIN_URL=${world.settings.publicUrl.origin}`).waitFor()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await tell("staging", 60)
  await steps.getByText("Deployed").waitFor()
  await tell("production", 60, { commits: COMMITS, externalId: "github:1" })
  await until(50, () => page.locator("table.changes tbody tr").count())
  expect(complaints).toEqual([])
  await close()
})

test("changes are found and paged by the address alone, without JavaScript", async () => {
  await createFlag(world, ADA, createFlagInput.parse({ connection: "builtin", key: "cart-prices", environment: "production" }))
  const { page, close } = await visit(UNRELEASED, { javaScriptEnabled: false })
  await page.getByRole("link", { name: "Older changes" }).click()
  expect(await page.locator("table.changes tbody tr").count()).toBe(10)
  await page.getByLabel("Find changes").fill("grace")
  await page.getByRole("button", { name: "Find", exact: true }).click()
  expect(await page.locator("tbody .title a").allInnerTexts()).toEqual(["Part 60"])
  await page.goto(`${UNRELEASED}?flag=cart-prices&repository=acme/shop&environment=production&after=x&type=`)
  expect(await page.locator("tbody tr").innerText()).toMatch(/Part 59[\s\S]*cart-prices[\s\S]*off/)
  await page.getByRole("link", { name: "Part 59" }).click()
  expect(await page.locator("aside.drawer").innerText()).toContain("Why the cart knows prices.")
  await page.goto(`${UNRELEASED}?search=${encodeURIComponent("%")}`)
  await page.getByText("No change fits").waitFor()
  await close()
})

test("a change is put better in the drawer, which gives the list back where it was", async () => {
  const { page, complaints, close } = await visit(UNRELEASED)
  await page.getByRole("link", { name: "Part 58" }).click()
  const drawer = page.getByRole("complementary", { name: "Part 58" })
  await drawer.getByLabel("Type").fill("No type")
  await drawer.getByRole("button", { name: "Save the change" }).click()
  await drawer.getByText("must be a word in lower case").waitFor()
  await drawer.getByLabel("Type").fill("fix")
  await drawer.getByLabel("Title").fill("The cart adds up")
  await page.keyboard.press("Enter")
  await page.getByRole("complementary", { name: "The cart adds up" }).waitFor()
  await page.keyboard.press("Escape")
  await until("The cart adds up", () => page.evaluate<string>("document.activeElement.textContent"))
  expect(complaints).toEqual([])
  await close()
})

test("changes are chosen with Shift, marked internal, brought back, and a release is started from them", async () => {
  // An action that leads on makes Next ask itself for the page, and say so where nobody listens at the public address.
  const said = vi.spyOn(console, "error").mockImplementation(() => {})
  const { page, complaints, close } = await visit(UNRELEASED)
  const box = (title: string) => page.getByRole("checkbox", { name: `Choose ${title}` })
  await box("Part 57").check()
  await box("Part 55").click({ modifiers: ["Shift"] })
  await page.getByText("3 changes chosen").waitFor()
  await page.getByRole("button", { name: "Mark internal" }).click()
  await page.getByText("3 changes are marked internal.").waitFor()
  await until(0, () => box("Part 56").count())
  await page.getByRole("button", { name: "Undo" }).click()
  // What was undone is chosen as it was.
  await page.getByText("3 changes chosen").waitFor()
  const [late] = await listChanges(world.db, { search: "Part 55", after: null, limit: 1 })
  await box("Part 57").uncheck()
  await planRelease(world, ADA, planReleaseInput.parse({ name: "Too soon", changes: [late?.id] }))
  await page.getByRole("button", { name: "Start a release from 2 changes" }).click()
  await page.getByLabel("Name").fill("The cart")
  await page.getByRole("button", { name: "Start the release" }).click()
  await page.getByText('This change is in the release "Too soon" already.').waitFor()
  await page.keyboard.press("Escape")
  await box("Part 55").uncheck()
  await page.getByRole("button", { name: "Start a release from 1 change" }).click()
  await page.getByLabel("Name").fill("The cart")
  await page.keyboard.press("Enter")
  await page.waitForURL(/\/workspace\/releases\/[\w-]+$/)
  const [release] = await listReleases(world.db, { after: null, limit: 1 })
  expect(release).toMatchObject({ name: "The cart", changes: [{ title: "Part 56" }] })
  expect(complaints).toEqual([])
  said.mockRestore()
  await close()
})

test("what is chosen is added to a release that is planned", async () => {
  // An action that leads on makes Next ask itself for the page, and say so where nobody listens at the public address.
  const said = vi.spyOn(console, "error").mockImplementation(() => {})
  const { page, close } = await visit(UNRELEASED)
  await page.getByRole("checkbox", { name: "Choose Part 54" }).focus()
  await page.keyboard.press("Space")
  await page.getByRole("button", { name: "Add to release…" }).click()
  await page.getByLabel("Release", { exact: true }).selectOption("The cart")
  await page.getByRole("button", { name: "Add 1 change" }).click()
  await page.waitForURL(/\/workspace\/releases\/[\w-]+$/)
  await page.getByText("Part 54").first().waitFor()
  said.mockRestore()
  await close()
})

test("deployments say what they brought and took back, and lead to it", async () => {
  await tell("production", 50, { externalId: "back" })
  const { page, complaints, close } = await visit("/workspace/deployments")
  expect(await page.locator("tbody tr").allInnerTexts()).toEqual([
    expect.stringMatching(/production[\s\S]*Took back 10 changes[\s\S]*API/),
    expect.stringMatching(/production[\s\S]*Brought 60 changes[\s\S]*GitHub hook/),
    expect.stringMatching(/staging/),
  ])
  await page.getByLabel("Environment").selectOption("staging")
  await until(1, () => page.locator("tbody tr").count())
  await page.getByRole("link", { name: "Clear" }).click()
  await page.getByRole("link", { name: "Took back 10 changes" }).click()
  await page.getByRole("complementary").getByRole("link", { name: "Part 60" }).click()
  await page.getByRole("complementary", { name: "Part 60" }).waitFor()
  await tell("production", 60, { externalId: "forth" })
  expect(complaints).toEqual([])
  await close()
})

test("who may only look chooses and edits nothing, and a stranger signs in first", async () => {
  const viewer = await aPerson(world, "viewer")
  for (const path of [UNRELEASED, "/workspace/deployments"])
    expect((await fetch(`${site.url}${path}`, { redirect: "manual" })).status, path).toBe(307)
  const [change] = await listChanges(world.db, { search: "Part 53", after: null, limit: 1 })
  const { page, close } = await visitWorkspace({ browser, url: site.url }, viewer, { path: `${UNRELEASED}?change=${change?.id}` })
  await page.getByRole("complementary", { name: "Part 53" }).waitFor()
  expect(await page.getByRole("checkbox").count()).toBe(0)
  expect(await page.getByRole("button", { name: "Save the change" }).count()).toBe(0)
  await close()
})

describe.each(["light", "dark"] as const)("in the %s", (colorScheme) => {
  test("lists and drawers are accessible, and fit a phone", async () => {
    const [change] = await listChanges(world.db, { flag: "cart-prices", after: null, limit: 1 })
    const { page, close } = await visit(`${UNRELEASED}?change=${change?.id}`, { colorScheme, ...PHONE })
    for (const path of [`${UNRELEASED}?change=${change?.id}`, UNRELEASED, "/workspace/deployments"]) {
      await page.goto(path)
      expect((await new AxeBuilder({ page }).analyze()).violations, path).toEqual([])
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBe(360)
    }
    await close()
  })
})
