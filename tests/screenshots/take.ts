import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser, Page } from "playwright-core"
import { type Portal, startPortal } from "#lib/portal/start-portal.ts"
import { launchBrowser } from "#tests/support/browser.ts"
import { until } from "#tests/support/until.ts"
import { serve } from "../../server.ts"

// The pictures of the README: the demo story on a portal that is thrown away, in both schemes.

const SCHEMES = ["light", "dark"] as const
const SIZE = { width: 1280, height: 800 }
/** Sharp enough on a good screen, and a picture stays below 250 KB. */
const SCALE = 1.5

const dataDir = await mkdtemp(join(tmpdir(), "curtain-screenshots-"))
const env = { CURTAIN_DATA_DIR: dataDir, CURTAIN_DEMO: "1", PORT: "0", LOG_LEVEL: "error", PATH: process.env.PATH, HOME: process.env.HOME }
const portal = await startPortal({ env, serve, dev: "built", report: console.log })
const browser = await launchBrowser()
try {
  await takeAll(browser, portal)
} finally {
  await browser.close()
  await portal.stop()
  await rm(dataDir, { recursive: true, force: true })
}
process.exit(0)

async function takeAll(browser: Browser, { url, ownerLink }: Portal): Promise<void> {
  if (url === null || ownerLink === null) throw new Error("there is no portal, or no link to sign in with")
  const context = await browser.newContext({ baseURL: url, viewport: SIZE, deviceScaleFactor: SCALE, reducedMotion: "reduce" })
  const page = await context.newPage()
  await page.goto(`/signin/confirm/${ownerLink}`)
  await page.getByRole("button").first().click()
  await page.waitForURL(/\/workspace/)
  const launch = await addressOfLaunch(page)
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await take(page, "/workspace/unreleased", `unreleased-${colorScheme}`)
    await take(page, await addressOfRelease(page, "Search that remembers"), `release-${colorScheme}`)
    await take(page, launch, `launch-${colorScheme}`)
    await take(page, "/changelog/returns-without-the-paperwork", `entry-${colorScheme}`)
  }
}

async function addressOfRelease(page: Page, name: string): Promise<string> {
  await page.goto(`/workspace/releases?q=${encodeURIComponent(name)}`)
  return (await page.getByRole("link", { name }).first().getAttribute("href")) ?? ""
}

/** Once its mail is through: that takes the worker a second or two. */
async function addressOfLaunch(page: Page): Promise<string> {
  const release = await addressOfRelease(page, "Returns without the paperwork")
  await page.goto(release)
  const launch = (await page.locator('a[href*="/workspace/launches/"]').first().getAttribute("href")) ?? ""
  await until(true, async () => {
    await page.goto(launch)
    return /settled/i.test(await page.locator("main").innerText())
  })
  return launch
}

async function take(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address, { waitUntil: "load" })
  await page.evaluate("document.fonts.ready")
  const path = join(import.meta.dirname, `${name}.png`)
  await page.screenshot({ path })
  console.log(`${name}.png`)
}
