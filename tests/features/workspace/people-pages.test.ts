import AxeBuilder from "@axe-core/playwright"
import type { Browser } from "playwright-core"
import { beforeAll, describe, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { findActor } from "#lib/access/find-actor.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { invitePersonInput } from "#lib/people/input.ts"
import { invitePerson } from "#lib/people/invite-person.ts"
import { findPersonByAddress, getAccessRules } from "#lib/people/queries.ts"
import { sendSignInLinks } from "#lib/people/send-sign-in-links.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { linkIn, readMailbox } from "#tests/support/mailbox.ts"
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
  await aPerson(world, "author", { name: "Grace Hopper", address: "grace@acme.example" })
  await createToken(world, ADA, createTokenInput.parse({ name: "CI of acme/shop", scopes: ["deployments:write"] }))
})

const at = () => ({ browser, url: site.url })
const visit = (path: string, more: object = {}) => visitWorkspace(at(), owner, { path, ...more })

const PAGES = ["/workspace/people", "/workspace/tokens"]

describe.each(["light", "dark"] as const)("in the %s", (colorScheme) => {
  test.each([...PAGES, "/signin", "/signin/sent", `/signin/confirm/${"0".repeat(32)}.${"A".repeat(43)}`])(
    "%s is accessible",
    async (path) => {
      const { page, complaints, close } = await visitWorkspace(at(), path.startsWith("/signin") ? null : owner, { path, colorScheme })
      await page.locator("h1").waitFor()
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
      expect(complaints).toEqual([])
      await close()
    },
  )
})

test.each([...PAGES, "/signin"])("%s is no wider than a phone", async (path) => {
  const { page, close } = await visitWorkspace(at(), path === "/signin" ? null : owner, { path, viewport: { width: 360, height: 740 } })
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360)
  await close()
})

test("whoever was invited signs in with a browser: asks for a link, presses its button, and is where they wanted to be", async () => {
  await invitePerson(world, ADA, invitePersonInput.parse({ email: "mary@acme.example", role: "author" }))
  const { page, complaints, close } = await visitWorkspace(at(), null, { path: "/workspace/people" })
  await page.getByRole("textbox", { name: /address/i }).fill("mary@acme.example")
  await page.keyboard.press("Enter")
  await page.waitForURL("**/signin/sent")
  await sendSignInLinks(world)
  await page.goto(`${site.url}/signin/confirm/${linkIn((await readMailbox(world)).at(-1))}`)
  await page.locator("main").getByRole("button").press("Enter")
  await page.waitForURL("**/workspace/people")
  await page.getByRole("rowheader", { name: /Mary/ }).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test("somebody is invited by the keyboard, and what is wrong stands at the field", async () => {
  const { page, complaints, close } = await visit("/workspace/people")
  await page.getByLabel("Mail address").focus()
  await page.keyboard.type("joan@acme.example,eve@evil.example")
  await page.keyboard.press("Enter")
  const field = page.getByRole("textbox", { name: "Mail address" })
  await page.getByText("must be one address").waitFor()
  expect(await field.getAttribute("aria-invalid")).toBe("true")
  expect(await field.inputValue()).toBe("joan@acme.example,eve@evil.example")
  expect(await page.evaluate("document.activeElement.name")).toBe("email")
  await page.keyboard.press("ControlOrMeta+a")
  await page.keyboard.type("joan@acme.example")
  await page.keyboard.press("Enter")
  await page.getByText("joan@acme.example is invited").waitFor()
  await page.getByRole("rowheader", { name: /Joan/ }).waitFor()
  expect((await findPersonByAddress(world.db, "joan@acme.example"))?.role).toBe("author")
  expect(complaints).toEqual([])
  await close()
})

test("a role is changed and a person removed, after a question that names what follows", async () => {
  const { page, complaints, close } = await visit("/workspace/people")
  const opener = page.getByRole("button", { name: "Change role: Grace Hopper" })
  await opener.press("Enter")
  const dialog = page.getByRole("dialog")
  await dialog.getByText("signed out everywhere").waitFor()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.keyboard.press("Escape")
  await dialog.waitFor({ state: "hidden" })
  expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Change role: Grace Hopper")
  await opener.click()
  await dialog.getByLabel("viewer").check()
  await dialog.getByRole("button", { name: "Change role" }).click()
  await until("viewer", async () => (await findPersonByAddress(world.db, "grace@acme.example"))?.role)
  await dialog.waitFor({ state: "hidden" })
  await page.getByRole("button", { name: "Remove: Grace Hopper" }).click()
  await dialog.getByRole("button", { name: "Remove Grace Hopper" }).click()
  await page.getByRole("rowheader", { name: /Grace/ }).waitFor({ state: "detached" })
  expect(await findPersonByAddress(world.db, "grace@acme.example")).toBeNull()
  await page.getByRole("button", { name: "Remove: Ada Lovelace" }).click()
  await dialog.getByRole("button", { name: "Remove Ada Lovelace" }).click()
  await dialog.getByText("This is the last owner").waitFor()
  expect(complaints).toEqual([])
  await close()
})

test("the rules are set", async () => {
  const { page, close } = await visit("/workspace/people")
  await page.getByLabel("Domains").fill("acme.example, acme.test")
  await page.getByRole("button", { name: "Save rules" }).click()
  await page.getByText("The rules are saved").waitFor()
  expect((await getAccessRules(world.db)).domains.map(({ domain }) => domain)).toEqual(["acme.example", "acme.test"])
  await close()
})

test("a token is made, shown once, works, and is revoked", async () => {
  const { page, complaints, close } = await visit("/workspace/tokens")
  await page.getByRole("button", { name: "Create token" }).click()
  await page.getByLabel("Name").fill("An app")
  await page.getByRole("button", { name: "Create token" }).click()
  await page.getByText("must name one scope").waitFor()
  await page.getByLabel(/releases:read/).check()
  await page.getByRole("button", { name: "Create token" }).click()
  await page.getByText("Copy the token now").waitFor()
  const text = await page.locator(".told code").innerText()
  expect(await findActor(world, text)).toMatchObject({ name: "An app", scopes: ["releases:read"] })
  await page.reload()
  expect(await page.content()).not.toContain(text)
  await page.getByRole("button", { name: "Revoke: An app" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click()
  await until(null, () => findActor(world, text))
  expect(complaints).toEqual([])
  await close()
})

test("who may not manage sees who is here and no more, and what is for others is refused", async () => {
  const viewer = await aPerson(world, "viewer")
  const { page, close } = await visitWorkspace(at(), viewer, { path: "/workspace/people" })
  await page.getByRole("rowheader", { name: /Ada/ }).waitFor()
  expect(await page.getByRole("button", { name: /Invite|Remove|Change/ }).count()).toBe(0)
  const answer = await page.goto("/workspace/tokens")
  expect([answer?.status(), await page.locator("h1").innerText()]).toEqual([403, "This page is for other roles"])
  await close()
})

test("the API is shown under the policy of visitors, with every operation that is described", async () => {
  const context = await browser.newContext({ baseURL: site.url })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()))
  page.on("pageerror", (error) => complaints.push(error.message))
  const answer = await page.goto("/api/docs")
  expect(answer?.headers()["content-security-policy"]).toContain("script-src 'self';")
  await page.getByText("/api/v1/people", { exact: true }).first().waitFor()
  const { paths } = await (await fetch(`${site.url}/api/openapi.json`)).json()
  const count = Object.values(paths as Record<string, object>).flatMap((path) => Object.keys(path)).length
  await until(count, () => page.locator(".opblock").count())
  expect(complaints).toEqual([])
  await context.close()
})
