import AxeBuilder from "@axe-core/playwright"
import type { Browser } from "playwright-core"
import { beforeAll, describe, expect, test } from "vitest"
import { aBrowser } from "#tests/support/browser.ts"
import { aPerson, type SignedIn } from "#tests/support/person.ts"
import { startPortal } from "#tests/support/portal.ts"
import { visitWorkspace } from "#tests/support/team-browser.ts"
import { aWorld, type World } from "#tests/support/world.ts"
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

const at = () => ({ browser, url: site.url })
const get = (path: string, headers: Record<string, string> = {}) => fetch(`${site.url}${path}`, { headers, redirect: "manual" })

test("a stranger is sent to sign in, and the way back is kept", async () => {
  const answer = await get("/workspace/people?x=1")
  expect([answer.status, answer.headers.get("location")]).toEqual([307, expect.stringContaining("/signin?to=%2Fworkspace")])
})

test("work begins with what is unreleased", async () => {
  const { page, close } = await visitWorkspace(at(), owner, { path: "/workspace" })
  expect(new URL(page.url()).pathname).toBe("/workspace/unreleased")
  await close()
})

test("the policy allows this answer's own scripts and no others", async () => {
  const policies = await Promise.all(
    [1, 2].map(async () => (await get("/workspace/unreleased", { cookie: owner.cookie })).headers.get("content-security-policy")),
  )
  expect(policies[0]).toMatch(/script-src 'nonce-[\w+/=]{24}' 'strict-dynamic'/)
  expect(policies[0]).not.toBe(policies[1])
})

test("a policy that a client sends is not taken for ours", async () => {
  const policy = "script-src 'nonce-of-somebody-else'"
  const html = await (await get("/workspace/unreleased", { cookie: owner.cookie, "content-security-policy": policy })).text()
  expect(html).toContain("Ada Lovelace")
  expect(html).not.toContain("of-somebody-else")
})

describe.each(["light", "dark"] as const)("in the %s", (colorScheme) => {
  test("the first page is accessible, and the browser has nothing to complain of", async () => {
    const { page, complaints, close } = await visitWorkspace(at(), owner, { path: "/workspace/unreleased", colorScheme })
    await page.locator("h1").waitFor()
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    expect(complaints).toEqual([])
    await close()
  })
})

test("an address without a page is said to be missing, inside the frame", async () => {
  const { page, close } = await visitWorkspace(at(), owner, { path: "/workspace/nowhere" })
  expect(await page.locator("h1").innerText()).toBe("There is nothing here")
  expect((await get("/workspace/nowhere", { cookie: owner.cookie })).status).toBe(404)
  await close()
})

test("on a phone the menu opens by the keyboard, and nothing is wider than the screen", async () => {
  const { page, close } = await visitWorkspace(at(), owner, { path: "/workspace/unreleased", viewport: { width: 360, height: 740 } })
  await page.locator("summary").focus()
  await page.keyboard.press("Enter")
  await page.getByText("Ada Lovelace").last().waitFor()
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360)
  await close()
})
