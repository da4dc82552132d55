import AxeBuilder from "@axe-core/playwright"
import type { Browser, Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { aBrowser } from "#tests/support/browser.ts"
import { LOOKS, type Look } from "#tests/support/page-addresses.ts"
import { listPageFolders } from "#tests/support/page-tree.ts"
import { startPortal, untilAt } from "#tests/support/portal.ts"
import { visitWorkspace } from "#tests/support/team-browser.ts"
import { aToldPortal, type ToldPortal } from "#tests/support/told-portal.ts"
import { aWorld } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

let told: ToldPortal
let site: Served
let browser: Browser

beforeAll(async () => {
  const world = await aWorld()
  told = await aToldPortal(world)
  site = await startPortal({ world })
  await untilAt(world, told.revision)
  browser = await aBrowser()
})

test("every page of the file tree can be looked at, and nothing else is on the list", () => {
  expect(Object.keys(LOOKS).sort()).toEqual(listPageFolders())
})

test.each(Object.entries(LOOKS))(
  "%s is accessible in the light and in the dark, its dialogs too, and fits a phone",
  async (folder, looks) => {
    const asked = new Set<string>()
    for (const look of looks) {
      const { page, complaints, close } = await open(folder, look)
      await expectNoTrouble(page, "html")
      expect(await page.evaluate("document.documentElement.lang"), "its language").toBe("en")
      await page.setViewportSize({ width: 360, height: 740 })
      expect(await page.evaluate("document.documentElement.scrollWidth"), "on a phone").toBeLessThanOrEqual(360)
      await page.setViewportSize({ width: 1280, height: 800 })
      await lookIntoDialogs(page, asked)
      expect(complaints.filter((one) => !RIGHT_TO_SAY.test(one))).toEqual([])
      await close()
    }
  },
)

/** Of the page that answers so, and of the frame of a mail, in which nothing may run. */
const RIGHT_TO_SAY = /status of 429|sandboxed/

async function open(folder: string, { path, heading, arrive }: Look) {
  const who = folder.startsWith("workspace") ? told.owner : null
  const visit = await visitWorkspace({ browser, url: site.url }, who, { path: path(told), reducedMotion: "reduce" })
  await arrive?.(visit.page)
  await visit.page.getByRole("heading", { name: heading, level: 1 }).waitFor()
  return visit
}

/** Each kind of dialog once: the button of every row asks the same question. Those of the frame around are looked at with the palette. */
async function lookIntoDialogs(page: Page, asked: Set<string>): Promise<void> {
  for (const opener of await page.locator("main button[aria-haspopup=dialog]:visible").all()) {
    const label = await opener.innerText()
    if (asked.has(label)) continue
    asked.add(label)
    await opener.click()
    await page.locator("dialog[open] h2").waitFor()
    await expectNoTrouble(page, "dialog[open]")
    await page.keyboard.press("Escape")
    expect(await page.evaluate("document.activeElement.textContent"), `focus after ${label}`).toBe(await opener.textContent())
  }
}

/** Of all rules, those whose answer the other scheme can change. */
const ABOUT_COLOUR = ["color-contrast", "link-in-text-block"]

async function expectNoTrouble(page: Page, within: string): Promise<void> {
  const axe = () => new AxeBuilder({ page }).setLegacyMode().include(within)
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" })
  expect(troublesOf(await axe().analyze()), "in the light").toEqual([])
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" })
  expect(troublesOf(await axe().withRules(ABOUT_COLOUR).analyze()), "in the dark").toEqual([])
}

function troublesOf({ violations }: Awaited<ReturnType<AxeBuilder["analyze"]>>): string[] {
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(" | ")}`)
}
