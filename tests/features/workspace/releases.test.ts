import type { Browser, Page } from "playwright-core"
import { beforeAll, describe, expect, test } from "vitest"
import { aRelease, type PlannedRelease } from "#tests/support/a-release.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { begin, launch, recall } from "#tests/support/launch-steps.ts"
import { aPerson, type SignedIn } from "#tests/support/person.ts"
import { startPortal } from "#tests/support/portal.ts"
import { visitWorkspace } from "#tests/support/team-browser.ts"
import { aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

let world: World
let site: Served
let browser: Browser
let owner: SignedIn
let planned: PlannedRelease

beforeAll(async () => {
  world = await aWorld()
  site = await startPortal({ world })
  browser = await aBrowser()
  owner = await aPerson(world, "owner", { name: "Ada Lovelace" })
  planned = await aRelease(world, { name: "The new editor", flags: [{ key: "new-editor" }], article: {} })
})

const at = () => ({ browser, url: site.url })
const visit = (path: string, more = {}) => visitWorkspace(at(), owner, { path, ...more })

test("the list is searched and filtered in its address, and no page is wider than a phone", async () => {
  const { page, close } = await visit("/workspace/releases?q=EDITOR&state=planned", { viewport: { width: 360, height: 740 } })
  expect(await page.locator(".releases .name").allInnerTexts()).toEqual(["The new editor"])
  await page.goto("/workspace/releases?state=held")
  await page.getByText("No release fits").waitFor()
  for (const path of ["/workspace/releases", `/workspace/releases/${planned.id}`]) {
    await page.goto(path)
    expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBe(360)
  }
  await close()
})

test("from the plan to the launch and back: the page hears of the moment by itself, and a recall names what it does", async () => {
  const release = await aRelease(world, { name: "Shared carts", flags: [{ key: "shared-carts" }] })
  const { page, complaints, close } = await visit(`/workspace/releases/${release.id}`)
  await page.getByRole("button", { name: "Launch: Shared carts" }).click()
  await page.getByRole("heading", { name: "Launch to everyone on the site" }).waitFor()
  await page.getByRole("button", { name: "Launch now" }).click()
  await page.waitForURL(/\/workspace\/launches\//)
  await page.locator(".curtain[data-is=down]").waitFor()
  await page.getByText("Live", { exact: false }).first().waitFor()
  const worker = await world.startWorker()
  await page.locator(".curtain[data-is=up]").waitFor()
  await page.getByText("The curtain rose: everything is public").waitFor()
  await recallIn(page)
  await page.getByText("The recall is complete").waitFor()
  await worker.stop()
  expect(complaints).toEqual([])
  await close()
})

async function recallIn(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Recall: Shared carts" }).click()
  await page.getByText("shared-carts goes back: off for everyone.").waitFor()
  await page.getByLabel("Reason").fill("It lost carts.")
  await page.getByRole("button", { name: "Recall the release" }).click()
}

describe("what happens to a launch", () => {
  const events = (id: string, cookie?: string) =>
    fetch(`${site.url}/workspace/launches/${id}/events`, { headers: cookie === undefined ? {} : { cookie } })

  test("is told to nobody who is not signed in, and there is no event of a launch that is not there", async () => {
    const launchId = await begin(world, (await aRelease(world)).id)
    expect((await events(launchId)).status).toBe(401)
    expect((await events("00000000-0000-7000-8000-000000000000", owner.cookie)).status).toBe(404)
  })

  test("ends when nothing more can come, which after a launch has settled is not yet", async () => {
    const release = await aRelease(world)
    const launchId = await launch(world, release.id)
    const told = await events(launchId, owner.cookie)
    expect(told.headers.get("content-type")).toBe("text/event-stream")
    await recall(world, release.id)
    expect(await told.text()).toMatch(
      /^retry: 1000\n\nevent: moved\ndata: settled [^\n]+\n\nevent: moved\ndata: recalled [^\n]+\n\nevent: over\ndata: recalled\n\n$/,
    )
  })
})
