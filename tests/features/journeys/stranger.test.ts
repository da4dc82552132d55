import { desc } from "drizzle-orm"
import type { Browser, Page } from "playwright-core"
import { beforeAll, describe, expect, test } from "vitest"
import { capturedMails } from "#db/schema/mail.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { type Hands, keyboardOn, mouseOn } from "#tests/support/hands.ts"
import { aMailedRelease, someSubscribers } from "#tests/support/mail-stage.ts"
import { startPortal } from "#tests/support/portal.ts"
import { publishDocuments } from "#tests/support/released-content.ts"
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
  await publishDocuments(world, [{ title: "Search that forgives", slug: "search", body: "It finds what you meant." }])
  // Somebody who stays, so that the last release has a reader.
  await someSubscribers(world, 1)
})

type Caught = typeof capturedMails.$inferSelect

const mailsTo = async (recipient: string) =>
  (await world.db.select().from(capturedMails).orderBy(desc(capturedMails.id))).filter((mail) => mail.recipient === recipient)

/** The newest mail to somebody, once there are so many. */
async function mailTo(recipient: string, count: number): Promise<Caught> {
  await until(count, async () => (await mailsTo(recipient)).length)
  const [mail] = await mailsTo(recipient)
  if (mail === undefined) throw new Error(`${recipient} has no mail`)
  return mail
}

/** The path of a link in a mail: the portal of a test is not at its public address. */
function linkIn(text: string, place: string): string {
  const found = new RegExp(`https?://[^/\\s]+(/${place}/[\\w.-]+)`).exec(text)?.[1]
  if (found === undefined) throw new Error(`the mail leads to no ${place}`)
  return found
}

async function release(): Promise<void> {
  const outcome = await beginLaunch(world, ADA, { releaseId: await aMailedRelease(world) })
  if (outcome.is !== "begun") throw new Error(JSON.stringify(outcome))
}

describe.each([
  { by: "with the mouse", handsOn: mouseOn, address: "joan@acme.example", leaves: "by RFC 8058" },
  { by: "by keyboard alone", handsOn: keyboardOn, address: "noor@acme.example", leaves: "by the page" },
] as const)("a stranger $by", ({ handsOn, address, leaves }) => {
  let page: Page
  let hands: Hands
  let mail: Caught

  beforeAll(async () => {
    page = await (await browser.newContext({ baseURL: site.url })).newPage()
    page.setDefaultTimeout(15_000)
    hands = handsOn(page)
  })

  const heading = (name: string | RegExp) => page.getByRole("heading", { name, level: 1 }).waitFor()

  test("reads what is new, subscribes, and confirms with the link of the mail", async () => {
    await page.goto("/")
    await hands.follow("Search that forgives")
    await page.getByText("It finds what you meant.").waitFor()
    await hands.follow("mail", page.getByRole("contentinfo"))
    await hands.write("Your email address", address)
    await hands.press("Send me the confirmation")
    await heading("Look into your mailbox")
    await page.goto(linkIn((await mailTo(address, 1)).text, "confirm"))
    await hands.press("Subscribe")
    await heading("You are subscribed")
  })

  test("gets one mail of a release, and reads its entry", async () => {
    await release()
    mail = await mailTo(address, 2)
    await page.goto(linkIn(mail.text, "changelog"))
    await heading(/^Release/)
    await page.getByText("All about Release").waitFor()
  })

  test("says how to be addressed", async () => {
    await page.goto(linkIn(mail.text, "preferences"))
    await hands.write("How the mails address you", "Dr. Clarke")
    await hands.press("Save what I get")
    await page.getByText("Saved.").waitFor()
    expect(await page.getByLabel("How the mails address you").inputValue()).toBe("Dr. Clarke")
  })

  test(`leaves ${leaves}, and is mailed no more`, async () => {
    if (leaves === "by RFC 8058") await leaveAsMailProgramsDo()
    else await leaveByThePage()
    const before = (await mailsTo("person-1@example.com")).length
    await release()
    await mailTo("person-1@example.com", before + 1)
    expect(await mailsTo(address)).toHaveLength(2)
  })

  async function leaveAsMailProgramsDo(): Promise<void> {
    expect(mail.headers["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click")
    const path = linkIn(mail.headers["List-Unsubscribe"] ?? "", "unsubscribe")
    const answer = await fetch(`${site.url}${path}`, { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) })
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("You are unsubscribed")])
  }

  async function leaveByThePage(): Promise<void> {
    await page.goto(linkIn(mail.text, "unsubscribe"))
    await hands.press("Unsubscribe")
    await heading("You are unsubscribed")
  }
})
