import { AxeBuilder } from "@axe-core/playwright"
import { eq, sql } from "drizzle-orm"
import type { Browser, Page } from "playwright-core"
import { beforeAll, describe, expect, test } from "vitest"
import { capturedMails } from "#db/schema/mail.ts"
import { subscribers, topics } from "#db/schema/subscribers.ts"
import { idOf, type SubscriberId } from "#lib/kernel/ids.ts"
import { addSubscriber } from "#lib/subscribers/add-subscriber.ts"
import { addSubscriberInput } from "#lib/subscribers/input.ts"
import { type LinkPurpose, subscriberLinks, subscriberToken } from "#lib/subscribers/subscriber-link.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { startPortal } from "#tests/support/portal.ts"
import { until } from "#tests/support/until.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

let world: World
let site: Served
let browser: Browser

beforeAll(async () => {
  world = await aWorld()
  site = await startPortal({ world })
  browser = await aBrowser()
  await world.startWorker()
  await world.db.insert(topics).values([
    { key: "api", name: "API changes", description: "What developers have to know" },
    { key: "billing", name: "Billing" },
  ])
})

async function aReader(email: string, more: object = {}): Promise<SubscriberId> {
  return (await addSubscriber(world, ADA, addSubscriberInput.parse({ email, consent: "confirmed", ...more }))).id
}
const tokenOf = (subscriberId: SubscriberId, purpose: LinkPurpose) => subscriberToken(world.settings, { purpose, subscriberId })
const rowOf = async (id: SubscriberId) => (await world.db.select().from(subscribers).where(eq(subscribers.id, id)))[0]
const byAddress = async (address: string) => (await world.db.select().from(subscribers).where(eq(subscribers.address, address)))[0]
const everybody = () => world.db.execute(sql`select * from subscribers order by id`)
const get = (path: string, init: RequestInit = {}) => fetch(`${site.url}${path}`, { redirect: "manual", ...init })
const post = (path: string, body: BodyInit | null, headers: Record<string, string> = {}) => get(path, { method: "POST", body, headers })

/** As a reader without JavaScript sees it. */
async function visit(path: string, run: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ baseURL: site.url, javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(path)
  await run(page)
  await context.close()
}

test("somebody subscribes, confirms, chooses and leaves, without JavaScript", async () => {
  await visit("/subscribe", async (page) => {
    await page.getByLabel("Your email address").fill("Reader@Acme.example")
    await page.getByLabel("Billing").uncheck()
    await page.getByRole("button", { name: "Send me the confirmation" }).click()
    await page.getByRole("heading", { name: "Look into your mailbox" }).waitFor()
  })
  const mails = () => world.db.select().from(capturedMails).where(eq(capturedMails.recipient, "Reader@Acme.example"))
  await until(1, async () => (await mails()).length)
  const link = new URL(/http\S+\/confirm\/[\w-]+/.exec((await mails())[0]?.text ?? "")?.[0] ?? "")
  await visit(link.pathname, async (page) => {
    expect(await byAddress("reader@acme.example")).toMatchObject({ state: "pending", topics: ["api"] })
    await page.getByRole("button", { name: "Subscribe" }).click()
    await page.getByRole("heading", { name: "You are subscribed" }).waitFor()
  })
  const reader = await byAddress("reader@acme.example")
  expect(reader).toMatchObject({ state: "active", consentBasis: "double_opt_in" })
  const { preferences } = subscriberLinks(world.settings, idOf<SubscriberId>(reader?.id ?? ""))
  await visit(new URL(preferences).pathname, async (page) => {
    await page.getByLabel("API changes").uncheck()
    await page.getByRole("button", { name: "Save what I get" }).click()
    await page.getByText("Choose one topic at least").waitFor()
    await page.getByLabel("Billing").check()
    await page.getByLabel("API changes").uncheck()
    await page.getByLabel("How the mails address you").fill("Dr. $& <Reader>")
    await page.getByLabel("Your language").selectOption("de")
    await page.getByRole("button", { name: "Save what I get" }).click()
    await page.getByText("Saved.").waitFor()
    expect(await page.getByLabel("How the mails address you").inputValue()).toBe("Dr. $& <Reader>")
    expect(await byAddress("reader@acme.example")).toMatchObject({
      topics: ["billing"],
      locale: "de",
      name: "Dr. $& <Reader>",
      state: "active",
    })
    await page.getByRole("button", { name: "Leave altogether" }).click()
    await page.getByRole("heading", { name: "You are unsubscribed" }).waitFor()
  })
  expect(await byAddress("reader@acme.example")).toMatchObject({ state: "ended", endReason: "preferences_page" })
})

describe("one click", () => {
  const multipart = () => {
    const form = new FormData()
    form.set("List-Unsubscribe", "One-Click")
    return form
  }
  test.each<[string, () => [BodyInit | null, Record<string, string>?]]>([
    ["as multipart", () => [multipart()]],
    ["as a form", () => [new URLSearchParams({ "List-Unsubscribe": "One-Click" })]],
    [
      "with an origin, cookies and no referrer",
      () => [multipart(), { origin: "null", cookie: "curtain=x", "sec-fetch-site": "cross-site" }],
    ],
    ["with a body that is no form", () => ["List-Unsubscribe=One-Click", { "content-type": "multipart/form-data" }]],
    ["without a body", () => [null]],
  ])("%s ends it at once, and again changes nothing", async (name, body) => {
    const id = await aReader(`one-click-${name.replace(/\W+/g, "-")}@acme.example`)
    const path = `/unsubscribe/${tokenOf(id, "unsubscribe")}`
    for (const _ of ["first", "again"]) {
      const answer = await post(path, ...body())
      expect([answer.status, answer.headers.get("location"), answer.headers.get("set-cookie")]).toEqual([200, null, null])
      expect(await answer.text()).toContain("You are unsubscribed")
    }
    expect(await rowOf(id)).toMatchObject({ state: "ended" })
  })

  test("is told apart from the button of the page", async () => {
    const [one, other] = [await aReader("button1@acme.example"), await aReader("button2@acme.example")]
    await post(`/unsubscribe/${tokenOf(one, "unsubscribe")}`, new URLSearchParams({ "List-Unsubscribe": "One-Click" }))
    await post(`/unsubscribe/${tokenOf(other, "unsubscribe")}`, new URLSearchParams())
    expect([await rowOf(one), await rowOf(other)]).toMatchObject([{ endReason: "one_click" }, { endReason: "unsubscribe_page" }])
  })

  test("of somebody who was erased is answered like every other", async () => {
    const id = await aReader("erased-later@acme.example")
    await world.db.delete(subscribers).where(eq(subscribers.id, id))
    expect((await post(`/unsubscribe/${tokenOf(id, "unsubscribe")}`, multipart())).status).toBe(200)
  })
})

test("reading changes nothing, whatever reads it and however often", async () => {
  const id = await aReader("scanned@acme.example")
  const before = await everybody()
  for (const purpose of ["confirm", "unsubscribe", "preferences"] as const) {
    for (const method of ["GET", "HEAD", "GET"]) {
      const answer = await get(`/${purpose}/${tokenOf(id, purpose)}`, { method })
      expect([answer.status, answer.headers.get("cache-control"), answer.headers.get("referrer-policy")]).toEqual([
        200,
        "no-store",
        "no-referrer",
      ])
      expect(answer.headers.get("set-cookie")).toBeNull()
    }
  }
  expect((await get(`/unsubscribe/${tokenOf(id, "unsubscribe")}`, { method: "DELETE" })).status).toBe(405)
  expect(await everybody()).toEqual(before)
})

test("a link is for one person and one purpose: whatever else is in its place is unknown, and does nothing", async () => {
  const [ada, bob] = [await aReader("ada@acme.example"), await aReader("bob@acme.example")]
  const token = tokenOf(ada, "unsubscribe")
  const wrong = [
    ["preferences", token],
    ["confirm", token],
    ["unsubscribe", tokenOf(ada, "preferences")],
    ["unsubscribe", `${tokenOf(bob, "unsubscribe").slice(0, 27)}${token.slice(27)}`],
    ["unsubscribe", `${token.slice(0, 27)}${tokenOf(bob, "unsubscribe").slice(27)}`],
    ["unsubscribe", "x"],
    ["unsubscribe", `${token}x`],
    ["unsubscribe", bob],
  ]
  const before = await everybody()
  for (const [page, other] of wrong) {
    for (const method of ["GET", "POST"]) {
      const answer = await get(`/${page}/${other}`, {
        method,
        ...(method === "POST" ? { body: new URLSearchParams({ leave: "everything", locale: "de", name: "" }) } : {}),
      })
      expect([page, other, method, answer.status]).toEqual([page, other, method, 404])
      expect(await answer.text()).toContain("This link does not work")
    }
  }
  expect(await everybody()).toEqual(before)
})

test("the form gives the same answer for every address", async () => {
  const known = await aReader("known@acme.example")
  const gone = await aReader("gone@acme.example")
  await post(`/unsubscribe/${tokenOf(gone, "unsubscribe")}`, null)
  const answers = []
  for (const email of ["known@acme.example", "gone@acme.example", "nobody-at-all@acme.example"]) {
    const answer = await post("/subscribe", new URLSearchParams({ email }))
    const headers = [...answer.headers].filter(([name]) => name !== "date")
    answers.push(JSON.stringify({ status: answer.status, headers, body: await answer.text() }))
  }
  expect(new Set(answers).size).toBe(1)
  expect(answers[0]).toContain('"status":200')
  expect(await rowOf(known)).toMatchObject({ state: "active" })
})

test("what is wrong with the form is said beside the field, and nothing typed is lost or run", async () => {
  const answer = await post("/subscribe", new URLSearchParams({ email: '"><script>alert(1)</script>' }))
  const html = await answer.text()
  expect(answer.status).toBe(422)
  expect(html).toContain("must be an address")
  expect(html).not.toContain("<script>alert")
  expect((await post("/subscribe", new URLSearchParams({ email: "a@acme.example", topics: "none" }))).status).toBe(422)
  expect((await post("/subscribe", "x".repeat(70_000), { "content-type": "application/x-www-form-urlencoded" })).status).toBe(413)
  expect((await get("/visit/subscribe")).status).toBe(404)
})

describe.each(["light", "dark"] as const)("in the %s", (colorScheme) => {
  test("every page is accessible, fits a phone, and the browser has nothing to complain of", async () => {
    const id = await aReader(`axe-${colorScheme}@acme.example`)
    const pending = await aReader(`axe-pending-${colorScheme}@acme.example`)
    await world.db.update(subscribers).set({ state: "pending", confirmRound: 1 }).where(eq(subscribers.id, pending))
    const confirm = subscriberToken(world.settings, { purpose: "confirm", subscriberId: pending, round: 1 })
    const paths = [
      "/subscribe",
      `/confirm/${confirm}`,
      `/unsubscribe/${tokenOf(id, "unsubscribe")}`,
      `/preferences/${tokenOf(id, "preferences")}`,
      "/preferences/unknown",
    ]
    const context = await browser.newContext({ baseURL: site.url, colorScheme, viewport: { width: 360, height: 740 } })
    const page = await context.newPage()
    const complaints: string[] = []
    page.on("console", (message) => message.type() === "error" && !/status of 404/.test(message.text()) && complaints.push(message.text()))
    page.on("pageerror", (error) => complaints.push(error.message))
    for (const path of paths) {
      await page.goto(path)
      expect((await new AxeBuilder({ page }).analyze()).violations, path).toEqual([])
      expect(await page.evaluate("document.documentElement.scrollWidth"), path).toBe(360)
      expect(await page.locator("script").count(), path).toBe(0)
    }
    expect(complaints).toEqual([])
    await context.close()
  })
})
