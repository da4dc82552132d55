import AxeBuilder from "@axe-core/playwright"
import type { Browser } from "playwright-core"
import { beforeAll, describe, expect, test } from "vitest"
import { addSubscriber } from "#lib/subscribers/add-subscriber.ts"
import { addSubscriberInput } from "#lib/subscribers/input.ts"
import { getSubscriber } from "#lib/subscribers/queries.ts"
import { subscriberLinks, unsubscribeHeaders } from "#lib/subscribers/subscriber-link.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { aMail } from "#tests/support/mailer-contract.ts"
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

const HTML =
  '<style>p{color:#333}</style><p style="margin:0">Hello <a href="/help" target="_blank">help</a></p><script>parent.document.title="run"</script><img src="https://tracker.example/x.png" alt="">'

beforeAll(async () => {
  world = await aWorld()
  site = await startPortal({ world })
  browser = await aBrowser()
  owner = await aPerson(world, "owner")
  const others = Array.from({ length: 60 }, (_, place) => aMail({ to: { address: `reader${place}@acme.example` }, html: HTML }))
  await world.mailer.sendBatch(others, { key: "many", timeoutMs: 5000 })
})

const at = () => ({ browser, url: site.url })

test("mail is found, and looked at as it looks, as text, by its headers and raw", async () => {
  const { page, complaints, close } = await visitWorkspace(at(), owner, { path: "/workspace/mail" })
  expect(await page.locator("tbody tr").count()).toBe(50)
  await page.getByRole("link", { name: "Show older mails" }).click()
  await until(10, () => page.locator("tbody tr").count())
  await page.goto("/workspace/mail")
  await page.getByLabel("Find by address, name or subject").fill("reader7@")
  await page.getByRole("button", { name: "Find mails" }).click()
  await until(1, () => page.locator("tbody tr").count())
  await page.locator("tbody a").click()
  await page.frameLocator("iframe").getByText("Hello").waitFor()
  for (const [view, words] of [
    ["Text", "What is new"],
    ["Headers", "List-Unsubscribe=One-Click"],
    ["Raw", "MIME-Version: 1.0"],
  ] as const) {
    await page.getByRole("link", { name: view, exact: true }).click()
    await page.getByText(words).first().waitFor()
  }
  // The frame refuses the script and the picture of a tracker, and says so; the page around it has nothing to complain of.
  expect(complaints.filter((one) => !/sandboxed|tracker\.example/.test(one))).toEqual([])
  expect(await page.title()).not.toBe("run")
  await close()
})

test("its one-click button does what that of a mail program would do", async () => {
  const { id } = await addSubscriber(world, ADA, addSubscriberInput.parse({ email: "button@acme.example", consent: "confirmed" }))
  const headers = unsubscribeHeaders(subscriberLinks(world.settings, id).unsubscribe)
  await world.mailer.sendBatch([aMail({ to: { address: "button@acme.example" }, headers })], { key: "button", timeoutMs: 5000 })
  const { page, close } = await visitWorkspace(at(), owner, { path: "/workspace/mail?search=button@" })
  await page.locator("tbody a").click()
  await page.getByRole("button", { name: "Unsubscribe the recipient" }).click()
  await until("ended", async () => (await getSubscriber(world.db, id)).state)
  expect(await getSubscriber(world.db, id)).toMatchObject({ endReason: "one_click" })
  await close()
})

test("only owners look at it: sign-in links are among it", async () => {
  const support = await aPerson(world, "support")
  const get = (path: string, cookie = "") => fetch(`${site.url}${path}`, { headers: { cookie }, redirect: "manual" })
  expect((await get("/workspace/mail", support.cookie)).status).toBe(403)
  expect((await get("/workspace/mail/1/html", support.cookie)).status).toBe(403)
  expect((await get("/workspace/mail/1/html")).status).toBe(307)
  const shown = await get("/workspace/mail/1/html", owner.cookie)
  expect([shown.status, shown.headers.get("cache-control")]).toEqual([200, "private, no-store"])
  expect(shown.headers.get("content-security-policy")).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/)
  for (const path of ["/workspace/mail/0", "/workspace/mail/x", "/workspace/mail/99999", "/workspace/mail/99999/html"])
    expect((await get(path, owner.cookie)).status, path).toBe(404)
})

describe.each(["light", "dark"] as const)("in the %s", (colorScheme) => {
  test("list and mail are accessible, and fit a phone", async () => {
    const { page, close } = await visitWorkspace(at(), owner, {
      path: "/workspace/mail",
      colorScheme,
      viewport: { width: 360, height: 740 },
    })
    for (const path of [
      "/workspace/mail",
      "/workspace/mail?search=nobody",
      "/workspace/mail/1",
      "/workspace/mail/1?show=raw",
      "/workspace/mail/1?show=headers",
    ]) {
      await page.goto(path)
      expect((await new AxeBuilder({ page }).exclude("iframe").analyze()).violations, path).toEqual([])
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBe(360)
    }
    await close()
  })
})
