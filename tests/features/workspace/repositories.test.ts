import AxeBuilder from "@axe-core/playwright"
import type { Browser } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { listRepositories } from "#lib/changes/queries.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { fromGitHub, GITHUB_SECRET, HOOK_ENV, settleHooks, unreleased } from "#tests/support/hook-steps.ts"
import { aPerson, type SignedIn } from "#tests/support/person.ts"
import { startPortal } from "#tests/support/portal.ts"
import { visitWorkspace } from "#tests/support/team-browser.ts"
import { until } from "#tests/support/until.ts"
import { aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"
import { aMerge, aPush, aStatus } from "../../integration/hooks/github-events.ts"

let world: World
let site: Served
let browser: Browser
let engineer: SignedIn

const repository = "acme/shop"
const at = () => ({ browser, url: site.url })

beforeAll(async () => {
  world = await aWorld(HOOK_ENV)
  site = await startPortal({ world })
  browser = await aBrowser()
  engineer = await aPerson(world, "engineer")
})

test("before anything arrived the page says how to connect, with what has to be typed", async () => {
  const { page, complaints, close } = await visitWorkspace(at(), engineer, { path: "/workspace/repositories" })
  await page.getByText("No repository yet").waitFor()
  await page.getByText("/api/hooks/github", { exact: false }).first().waitFor()
  const text = await page.locator("main").innerText()
  expect(text).toContain(`ends with ${GITHUB_SECRET.slice(-4)}`)
  expect(await page.content()).not.toContain(GITHUB_SECRET)
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  expect(complaints).toEqual([])
  await close()
})

test("what was ignored says why; after the setting is mended it is processed again", async () => {
  await fromGitHub(aPush({ repository, before: "", commits: ["a"], branch: "trunk" }))
  await fromGitHub(aMerge({ repository, number: 2, title: "x", merge: "x", merged: false }))
  await fromGitHub({ event: "push", payload: { ref: 7, repository: { full_name: repository } } })
  await settleHooks(world)
  const [known] = await listRepositories(world.db, { after: null, limit: 10 })
  const { page, complaints, close } = await visitWorkspace(at(), engineer, { path: `/workspace/repositories/${known?.id}` })
  await page.getByText("This was a push to trunk; changes are taken from main, the default branch.").waitFor()
  await page.getByText("#2 was closed without being merged.").waitFor()
  await page.getByLabel("Default branch").fill("trunk")
  await page.getByRole("button", { name: "Save the settings" }).click()
  await page.getByText("Changes are taken from trunk").waitFor()
  await page.getByRole("button", { name: "Redeliver: push" }).first().click()
  await page.getByRole("button", { name: "Process it again" }).click()
  await page.getByText("Waits for a worker.").waitFor()
  await settleHooks(world)
  await fromGitHub(aStatus({ repository, of: "a" }))
  await settleHooks(world)
  expect(await unreleased(world, repository)).toEqual(["a"])
  await page.getByRole("link", { name: "Processed", exact: true }).click()
  await page.getByText("1 commit added.").waitFor()
  await page.getByRole("link", { name: "Failed", exact: true }).click()
  await page.getByText("It cannot be read.", { exact: false }).waitFor()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  expect(complaints).toEqual([])
  await close()
})

test("older deliveries are a page further, and who only reads has no button", async () => {
  for (let number = 10; number < 40; number++) await fromGitHub(aMerge({ repository, number, title: "x", merge: "x", merged: false }))
  const viewer = await aPerson(world, "viewer")
  const { page, close } = await visitWorkspace(at(), viewer, { path: "/workspace/repositories" })
  expect(await page.locator(".delivery").count()).toBe(25)
  expect(await page.getByRole("button", { name: /^Redeliver/ }).count()).toBe(0)
  expect(await page.locator("main").innerText()).not.toContain("ends with")
  await page.getByRole("link", { name: "Show older deliveries" }).click()
  await until(9, () => page.locator(".delivery").count())
  await close()
})
