import { execFile } from "node:child_process"
import { promisify } from "node:util"
import type { Browser, BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { aBrowser } from "#tests/support/browser.ts"
import { aCheckout, type Checkout } from "#tests/support/git-checkout.ts"
import { type Hands, keyboardOn, mouseOn } from "#tests/support/hands.ts"
import { errorsOf, type OwnPortal, ownerLinkOf, startOwnPortal } from "#tests/support/own-portal.ts"
import { until } from "#tests/support/until.ts"

let portal: OwnPortal
let browser: Browser
let team: BrowserContext
let page: Page
let checkout: Checkout
/** The guide's command with a token in it, as somebody keeps it in a pipeline. */
let command: string

const FIRST = "Search in past orders"

beforeAll(async () => {
  portal = await startOwnPortal({ CURTAIN_DEMO: "0" })
  browser = await aBrowser()
  team = await browser.newContext({ baseURL: portal.url })
  await team.grantPermissions(["clipboard-read", "clipboard-write"])
  page = await team.newPage()
  page.setDefaultTimeout(15_000)
  checkout = aCheckout()
  checkout.git("remote", "add", "origin", "git@github.com:acme/shop.git")
})

afterAll(() => portal.end())

const heading = (name: string | RegExp) => page.getByRole("heading", { name, level: 1 }).waitFor()
const clipboard = () => page.evaluate<string>("navigator.clipboard.readText()")
const panel = (title: string) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title }) })

test("the owner signs in with the link of the terminal, and the guide brings the first deployment", async () => {
  await page.goto(ownerLinkOf(portal))
  await page.getByRole("button", { name: "Sign in" }).click()
  await heading("Unreleased")
  await page.getByRole("link", { name: "A token" }).click()
  await page.getByLabel("Name", { exact: true }).fill("CI of acme/shop")
  await page.getByRole("checkbox", { name: "deployments:write" }).check()
  await page.getByRole("button", { name: "Create token" }).click()
  await page.getByRole("button", { name: "Copy token" }).click()
  const token = await clipboard()
  await page.getByRole("link", { name: "Unreleased" }).first().click()
  await panel("Tell of the first deployment").getByRole("button", { name: "Copy" }).first().click()
  command = (await clipboard()).replace("…", token)
  await deploy(`feat: ${FIRST}\n\nEveryone may look.`, "chore: tidy up")
  await page.getByRole("link", { name: FIRST }).waitFor()
  await until(1, () => page.locator("tbody tr").count())
})

async function deploy(...messages: string[]): Promise<void> {
  for (const message of messages) checkout.commit(message)
  const { stdout } = await promisify(execFile)("bash", ["-ec", command], { cwd: checkout.folder })
  expect(stdout).toContain("acme/shop")
}

test("the owner says who sends, before anybody is mailed", async () => {
  await page.getByRole("link", { name: "Settings" }).first().click()
  await heading("Settings")
  await page.getByLabel("Sender", { exact: true }).fill("Acme")
  await page.getByLabel("Postal address").fill("Acme Ltd, 1 Harbour Street, Dublin")
  await page.getByRole("button", { name: "Save sender" }).click()
  await page.getByText("Saved").first().waitFor()
})

describe("a reader", () => {
  test("subscribes, and confirms with the mail that the workspace shows", async () => {
    const reader = await browser.newContext({ baseURL: portal.url })
    const site = await reader.newPage()
    await site.goto("/subscribe")
    await site.getByLabel("Your email address").fill("joan@acme.example")
    await site.getByRole("button", { name: "Send me the confirmation" }).click()
    await site.getByRole("heading", { name: "Look into your mailbox" }).waitFor()
    await page.getByRole("link", { name: "Captured mail" }).first().click()
    await heading("Captured mail")
    await until(1, async () => {
      await page.reload()
      return page.getByRole("cell", { name: "joan@acme.example" }).count()
    })
    await page.locator("tbody").getByRole("link").first().click()
    await page.getByRole("link", { name: "Text", exact: true }).click()
    await page.getByText("/confirm/").waitFor()
    const link = /http\S+\/confirm\/[\w-]+/.exec(await page.locator("main").innerText())?.[0]
    await site.goto(link ?? "")
    await site.getByRole("button", { name: "Subscribe" }).click()
    await site.getByRole("heading", { name: "You are subscribed" }).waitFor()
    await reader.close()
  })
})

describe.each([
  { by: "with the mouse", handsOn: mouseOn, title: "Search in past orders", alone: "refused" },
  { by: "by keyboard alone", handsOn: keyboardOn, title: "Carts that are shared", alone: "allowed" },
] as const)("$by", ({ handsOn, title, alone }) => {
  let hands: Hands
  let release: string

  beforeAll(() => {
    hands = handsOn(page)
  })

  test("a release is made of what is unreleased, and gets its first words", async () => {
    if (title !== FIRST) await deploy(`feat: ${title}`)
    await page.goto("/workspace/unreleased")
    await hands.tick(`Choose ${title}`)
    await hands.press("Start a release from 1 change")
    await expectFocusInDialog()
    await hands.write("Name", title)
    await hands.press("Start the release")
    await heading(title)
    release = page.url()
    await hands.press(/^Edit.*details of the release/)
    await expectFocusInDialog()
    await hands.choose("Mail", "Mail the subscribers")
    await hands.press("Save details")
    await hands.press("Write first drafts from the changes")
    await page.getByRole("link", { name: /Email$/ }).waitFor()
  })

  test("its words are edited, seen as a reader will, and saved", async () => {
    await hands.follow(/Changelog entry$/)
    await hands.write("Text", "Type **anything** of an order.")
    await page.frameLocator("iframe").getByText("anything").waitFor()
    await hands.press("Save")
    await page.getByText("all saved").waitFor()
    await hands.follow(title, page.locator(".back"))
    await page.waitForURL(release)
  })

  test("it is approved, where somebody works alone too", async () => {
    if (alone === "refused") await allowOwnApproval()
    for (const left of [3, 2, 1, 0]) {
      await hands.press(/^Approve: /)
      await hands.press("Approve these words")
      await until(left, () => page.getByRole("button", { name: /^Approve: / }).count())
    }
  })

  /** What the page says when one is refused has to lead to where it is allowed. */
  async function allowOwnApproval(): Promise<void> {
    await hands.press(/^Approve: /)
    await hands.press("Approve these words")
    await page.getByText("an owner may allow it: People, Rules").waitFor()
    await page.keyboard.press("Escape")
    await hands.follow("People", page.getByRole("complementary", { name: "Workspace" }))
    await hands.choose("Approving words that one wrote oneself", "Allowed")
    await hands.press("Save rules")
    await page.getByText("Saved").first().waitFor()
    await page.goBack()
    await page.waitForURL(release)
  }

  test("it is launched, and visitors find it on page, feed and bell", async () => {
    await hands.press(`Launch: ${title}`)
    await expectFocusInDialog()
    await page.getByRole("heading", { name: "Launch to 1 subscriber and everyone on the site" }).waitFor()
    await hands.press("Launch now")
    await page.locator(".curtain[data-is=up]").waitFor()
    await until("home 200 feed bell", () => whatVisitorsFind(title))
  })

  test("its mail is stopped in the hold, and it is recalled", async () => {
    await hands.press("Stop the mail")
    await expectFocusInDialog()
    await hands.press("Stop the mail", page.locator("dialog[open]"))
    await page.getByText("Settled").first().waitFor()
    await hands.press(`Recall: ${title}`)
    await expectFocusInDialog()
    await hands.write("Reason", "Second thoughts.")
    await hands.press("Recall the release")
    await page.getByText("The recall is complete").waitFor()
    await until("404", () => whatVisitorsFind(title))
  })
})

/** Where a stranger finds it, and what its address answers; their revision is a moment behind the team's. */
async function whatVisitorsFind(title: string): Promise<string> {
  const slug = title.toLowerCase().replaceAll(" ", "-")
  const tells = async (place: string, path: string) => ((await (await fetch(`${portal.url}${path}`)).text()).includes(title) ? place : "")
  const entry = async () => String((await fetch(`${portal.url}/changelog/${slug}`)).status)
  const asked = [tells("home", "/"), entry(), tells("feed", "/rss.xml"), tells("bell", "/api/widget/announcements")]
  return (await Promise.all(asked)).filter((found) => found !== "").join(" ")
}

async function expectFocusInDialog(): Promise<void> {
  await page.locator("dialog[open]").waitFor()
  expect(await page.evaluate("document.activeElement.closest('dialog') !== null")).toBe(true)
}

test("nobody was mailed of what was stopped, and nothing went wrong in the portal", async () => {
  await page.goto("/workspace/mail")
  expect(await page.locator("tbody tr").allInnerTexts()).toEqual([expect.stringContaining("joan@acme.example")])
  expect(errorsOf(portal)).toEqual([])
})
