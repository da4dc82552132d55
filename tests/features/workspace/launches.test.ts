import { readFile } from "node:fs/promises"
import type { Browser, Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { advance } from "#tests/support/launch-steps.ts"
import { aLiveLaunch, anAnnouncedLaunch, aSender, planOf, sendAll, someSubscribers } from "#tests/support/mail-stage.ts"
import { aPerson, type SignedIn } from "#tests/support/person.ts"
import { startPortal } from "#tests/support/portal.ts"
import { sendingMailer } from "#tests/support/sending-mailer.ts"
import { visitWorkspace } from "#tests/support/team-browser.ts"
import { until } from "#tests/support/until.ts"
import { aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

const PEOPLE = 120

let world: World
let site: Served
let browser: Browser
let owner: SignedIn

beforeAll(async () => {
  world = await aWorld()
  await someSubscribers(world, PEOPLE)
  site = await startPortal({ world })
  browser = await aBrowser()
  owner = await aPerson(world, "owner", { name: "Ada Lovelace" })
})

const visit = (launchId: LaunchId) =>
  visitWorkspace({ browser, url: site.url }, owner, { path: `/workspace/launches/${launchId}`, acceptDownloads: true })
const says = (page: Page, word: string) => page.locator(".now-line .mark", { hasText: word }).waitFor()
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click()

async function announced(): Promise<LaunchId> {
  const launchId = await anAnnouncedLaunch(world)
  await materialiseAudience(world, { launchId })
  return launchId
}

async function settled(): Promise<LaunchId> {
  const launchId = await announced()
  await sendAll(aSender(world, sendingMailer()))
  await advance(world, launchId)
  return launchId
}

test("mail is paused and let go on; each page that shows the launch hears of it", async () => {
  const launchId = await announced()
  const [one, other] = [await visit(launchId), await visit(launchId)]
  await press(one.page, "Pause the mail")
  await other.page.getByText("Its mail is paused.").waitFor()
  expect(await planOf(world, launchId)).toMatchObject({ state: "paused", pausedBy: "person", accepted: 0 })
  await press(other.page, `Send the other ${PEOPLE}`)
  await one.page.getByRole("button", { name: "Pause the mail" }).waitFor()
  await sendAll(aSender(world, sendingMailer()))
  await advance(world, launchId)
  await says(one.page, "Settled")
  await says(other.page, "Settled")
  await Promise.all([one.close(), other.close()])
})

test("a launch that has settled is recalled at another desk: the consequences are numbers, and who was mailed is listed", async () => {
  const launchId = await settled()
  const [watching, acting] = [await visit(launchId), await visit(launchId)]
  await says(watching.page, "Settled")
  await acting.page.getByRole("button", { name: /^Recall:/ }).click()
  await acting.page.getByRole("heading", { name: `${PEOPLE} were already mailed` }).waitFor()
  await acting.page.getByLabel("Reason").fill("It lost carts.")
  await press(acting.page, "Recall the release")
  await says(watching.page, "Recalling")
  expect(await advance(world, launchId)).toBe("recalled")
  await says(watching.page, "Recalled")
  await watching.page.getByRole("link", { name: "Who was mailed" }).click()
  await until(100, () => watching.page.locator(".mailed tbody tr").count())
  const download = watching.page.waitForEvent("download")
  await watching.page.getByRole("link", { name: "Download as CSV" }).click()
  const lines = (await readFile(await (await download).path(), "utf8")).trimEnd().split("\r\n")
  expect(lines[0]).toBe("email,name,state,reason,feedback,since")
  expect(lines.filter((line) => /^person-\d+@example\.com,Person \d+,accepted,,,/.test(line))).toHaveLength(PEOPLE)
  expect([...watching.complaints, ...acting.complaints]).toEqual([])
  await Promise.all([watching.close(), acting.close()])
})

test("after a recall a correction is planned, for those who were mailed and nobody else", async () => {
  const launchId = await settled()
  const { page, complaints, close } = await visit(launchId)
  await page.getByRole("button", { name: /^Recall:/ }).click()
  await page.getByLabel("Reason").fill("It lost carts.")
  await press(page, "Recall the release")
  await says(page, "Recalling")
  await advance(world, launchId)
  await page.getByRole("button", { name: /^Plan a correction:/ }).click()
  await page.getByRole("heading", { name: `Tell the ${PEOPLE} people who were mailed` }).waitFor()
  await press(page, "Plan the correction")
  await page.waitForURL(/\/workspace\/releases\//)
  await page.getByText("to those who were mailed, and to nobody else").waitFor()
  await page.getByText(`${PEOPLE} people get it.`).waitFor()
  expect(complaints).toEqual([])
  await close()
})

test("mail that stops itself waits for a person, who tries again", async () => {
  const launchId = await announced()
  const mailer = sendingMailer()
  mailer.answersNext.push(() => ({ is: "blocked", reason: "daily_quota_exceeded" }))
  const silent = () => {}
  const deps = { ...world, log: { ...world.log, error: silent, warn: silent, info: silent } as typeof world.log }
  const { page, close } = await visit(launchId)
  await sendAll(aSender(deps, mailer))
  expect(await advance(deps, launchId)).toBe("attention")
  await page.getByRole("alert").getByText("daily_quota_exceeded").waitFor()
  await press(page, "Try again")
  await says(page, "Announcing")
  await sendAll(aSender(deps, mailer))
  expect(await advance(deps, launchId)).toBe("settled")
  await says(page, "Settled")
  await close()
})

test("within the hold the mail is stopped by who watches it count down, and the release stays public", async () => {
  const launchId = await aLiveLaunch(world, { hold: "PT10M" })
  const { page, close } = await visit(launchId)
  await page.locator(".hold [role=timer]", { hasText: /^(9:\d\d|10:00)$/ }).waitFor()
  await press(page, "Stop the mail")
  await page.getByRole("heading", { name: "Mail nobody?" }).waitFor()
  await page.locator("dialog[open]").getByRole("button", { name: "Stop the mail" }).click()
  await says(page, "Settled")
  expect(await getLaunch(world.db, launchId)).toMatchObject({ state: "settled", releasedAt: expect.anything() })
  expect((await planOf(world, launchId)).accepted).toBe(0)
  await close()
})
