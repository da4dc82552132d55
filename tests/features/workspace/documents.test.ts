import type { Browser, Page } from "playwright-core"
import { beforeAll, beforeEach, expect, test } from "vitest"
import { getDocument, listDocuments } from "#lib/documents/queries.ts"
import type { DocumentId } from "#lib/kernel/ids.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { aRelease } from "#tests/support/a-release.ts"
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
let author: SignedIn
let id: DocumentId
let path: string

beforeAll(async () => {
  world = await aWorld()
  site = await startPortal({ world })
  browser = await aBrowser()
  author = await aPerson(world, "author", { name: "Grace Hopper" })
})

beforeEach(async () => {
  const release = await aRelease(world, { name: "The new editor", entry: { body: "Drag a card.", tags: ["boards"] }, email: {} })
  id = await idOf(release.id, "entry")
  path = `/workspace/releases/${release.id}/documents/${id}`
})

const idOf = async (release: Parameters<typeof listDocuments>[1], kind: string) => {
  const document = (await listDocuments(world.db, release)).find((one) => one.kind === kind)
  if (document === undefined) throw new Error(`the release has no ${kind}`)
  return document.id
}
const visit = (where = path) => visitWorkspace({ browser, url: site.url }, author, { path: where })
const stored = async () => (await getDocument(world.db, id)).body
const text = (page: Page) => page.getByLabel("Text", { exact: true })
const save = (page: Page) => page.getByRole("button", { name: "Save", exact: true }).click()

test("words that somebody else saved meanwhile cost nobody their own, and both are shown", async () => {
  const { page, close } = await visit()
  await text(page).fill("What I want to say.")
  await page.frameLocator("iframe").getByText("What I want to say.").waitFor()
  await editDocument(world, ADA, { id, title: "Another title", body: "What somebody else said." })
  await save(page)
  await page.getByText("Somebody saved other words meanwhile.").waitFor()
  await page.getByLabel("What is stored, and what you have").getByText("What somebody else said.").waitFor()
  expect(await text(page).inputValue()).toBe("What I want to say.")
  await page.getByRole("button", { name: "Go on with mine" }).click()
  await save(page)
  await until("What I want to say.", stored)
  await page.getByText("all saved").waitFor()
  // What was saved over is a version.
  await page.getByRole("link", { name: "Compare version 2 with the newest" }).click()
  await page.getByLabel("From version 2 to version 3").getByText("What somebody else said.").waitFor()
  await close()
})

test("whoever leaves with unsaved words is asked, and finds them again", async () => {
  const { page, close } = await visit()
  await text(page).fill("Not saved yet.")
  await page.locator(".standing [data-is=changed]").waitFor()
  await page.locator(".back a").click()
  await page.getByRole("heading", { name: "Leave without saving?" }).waitFor()
  await page.getByRole("button", { name: "Stay here" }).click()
  expect(await text(page).inputValue()).toBe("Not saved yet.")
  await page.locator(".back a").click()
  await page.getByRole("button", { name: "Leave", exact: true }).click()
  await page.waitForURL(/\/releases\/[^/]+$/)
  await page.goBack()
  await page.getByRole("button", { name: "Take them up again" }).click()
  expect(await text(page).inputValue()).toBe("Not saved yet.")
  const asked = new Promise<string>((resolve) => page.once("dialog", (dialog) => void dialog.accept().then(() => resolve(dialog.type()))))
  await page.reload()
  expect(await asked).toBe("beforeunload")
  await page.getByRole("button", { name: "Take them up again" }).click()
  await save(page)
  await until("Not saved yet.", stored)
  await page.reload()
  await page.getByText("all saved").waitFor()
  expect(await page.getByText("You left words here").count()).toBe(0)
  await close()
})

test("the text is written with keys and buttons alone, and Ctrl+S saves it", async () => {
  const { page, complaints, close } = await visit()
  await text(page).focus()
  await page.keyboard.press("Control+a")
  await page.keyboard.press("Control+b")
  expect(await text(page).inputValue()).toBe("**Drag a card.**")
  await page.keyboard.press("Control+z")
  expect(await text(page).inputValue()).toBe("Drag a card.")
  await page.getByRole("button", { name: "Bold" }).focus()
  await page.keyboard.press("ArrowLeft")
  await page.keyboard.press("Enter")
  expect(await text(page).inputValue()).toBe("> Drag a card.")
  await page.keyboard.press("Control+s")
  await until("> Drag a card.", stored)
  await page.frameLocator("iframe").locator("blockquote").waitFor()
  expect(complaints).toEqual([])
  await close()
})

test("a version is restored as the newest one, and a mail is previewed as it is typed, dark and as text", async () => {
  await editDocument(world, ADA, { id, body: "Something else." })
  const { page, complaints, close } = await visit()
  await page.getByRole("button", { name: "Restore: version 1" }).click()
  await page.getByRole("button", { name: "Restore version 1" }).click()
  await until("Drag a card.", stored)
  await until("Drag a card.", () => text(page).inputValue())
  await page.goto(path.replace(id, await idOf(path.split("/")[3] as Parameters<typeof listDocuments>[1], "email")))
  await text(page).fill("A mail in work.")
  await page.frameLocator("iframe").getByText("A mail in work.", { exact: true }).waitFor()
  const ground = () => page.frameLocator("iframe").locator("body").evaluate("getComputedStyle(document.body).backgroundColor")
  const light = await ground()
  await page.getByRole("button", { name: "Dark" }).click()
  await until(true, async () => (await ground()) !== light)
  await page.getByRole("button", { name: "Mail as text" }).click()
  await page.frameLocator("iframe").locator("pre", { hasText: "A mail in work." }).waitFor()
  expect(complaints).toEqual([])
  page.once("dialog", (dialog) => void dialog.accept())
  await close()
})
