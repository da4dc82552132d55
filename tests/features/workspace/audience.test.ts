import AxeBuilder from "@axe-core/playwright"
import type { Browser, Page } from "playwright-core"
import { beforeAll, expect, test } from "vitest"
import { countDeliveries } from "#lib/delivery/queries.ts"
import type { ReleaseId } from "#lib/kernel/ids.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { getRelease } from "#lib/releases/queries.ts"
import { createSegment } from "#lib/subscribers/create-segment.ts"
import { createTopic } from "#lib/subscribers/create-topic.ts"
import { createSegmentInput, createTopicInput } from "#lib/subscribers/input.ts"
import { listSegmentNames, listSubscribers } from "#lib/subscribers/queries.ts"
import { aBrowser } from "#tests/support/browser.ts"
import { begin } from "#tests/support/launch-steps.ts"
import { aMailedRelease, mailAndSettle } from "#tests/support/mail-stage.ts"
import { aPerson, type SignedIn } from "#tests/support/person.ts"
import { startPortal } from "#tests/support/portal.ts"
import { visitWorkspace } from "#tests/support/team-browser.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import type { Served } from "../../../server.ts"

let world: World
let site: Served
let browser: Browser
let owner: SignedIn
let release: ReleaseId

beforeAll(async () => {
  world = await aWorld()
  site = await startPortal({ world })
  browser = await aBrowser()
  owner = await aPerson(world, "owner", { name: "Ada Lovelace" })
  for (const [key, name] of [
    ["api", "API changes"],
    ["billing", "Billing"],
  ] as const) {
    await createTopic(world, ADA, createTopicInput.parse({ key, name }))
  }
  release = await aMailedRelease(world)
})

const AUDIENCE = "/workspace/audience"
const visit = (path: string, more: object = {}) => visitWorkspace({ browser, url: site.url }, owner, { path, ...more })
const emails = async () => (await listSubscribers(world.db, { after: null, limit: 100 })).map(({ email }) => email).toSorted()
const isFit = async (page: Page) => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

test("an empty audience says how people come, and takes the first one", async () => {
  const { page, complaints, close } = await visit(AUDIENCE)
  await page.getByText("Nobody has subscribed yet").waitFor()
  await isFit(page)
  await page.getByRole("button", { name: "Add a subscriber" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByLabel("Address").fill("ada@acme.example")
  await dialog.getByLabel("Name").fill("Ada")
  await dialog.getByLabel("Language").fill("no language")
  await dialog.getByLabel("Billing").check()
  await dialog.getByLabel("Traits").fill("plan: pro\nseats: 12")
  await dialog.getByLabel("I hold their consent").check()
  await dialog.getByRole("button", { name: "Add them" }).click()
  await dialog.getByText("must be a language tag").waitFor()
  await dialog.getByLabel("Language").fill("de")
  await dialog.getByRole("button", { name: "Add them" }).click()
  await page.getByRole("link", { name: "ada@acme.example" }).click()
  const drawer = page.locator(".drawer")
  await drawer.getByText("Stated by whoever added them").waitFor()
  expect(await drawer.innerText()).toMatch(/plan\s+pro\s+seats\s+12/)
  await isFit(page)
  expect(complaints).toEqual([])
  await close()
})

test("a file is checked before it is imported, and says what is wrong with which line", async () => {
  const { page, complaints, close } = await visit(`${AUDIENCE}/import`)
  const people = Array.from({ length: 8 }, (_, n) => `person-${n}@other.example,Person ${n},${n % 2 === 0 ? "pro" : "free"}`)
  const csv = ["email,name,plan", ...people, "no address,Nobody,pro", "person-1@other.example,Again,pro"].join("\n")
  await page.getByLabel("File").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(csv) })
  await page.getByRole("button", { name: "Check the file" }).click()
  await page.getByText("10 would be refused").waitFor()
  await page.getByLabel("are of people whose consent I hold").check()
  await page.getByRole("button", { name: "Check the file" }).click()
  await page.getByText("8 would be added").waitFor()
  await page.getByRole("row", { name: /10 email must be an address/ }).waitFor()
  await page.getByRole("row", { name: /11 is the same address as row 3/ }).waitFor()
  expect(await emails()).toEqual(["ada@acme.example"])
  await isFit(page)
  await page.getByRole("button", { name: "Import 8 people" }).click()
  await page.getByText("8 added").waitFor()
  expect(await emails()).toHaveLength(9)
  expect(complaints).toEqual([])
  await close()
})

test("people are found by a part of name or address and by what they are, in an address that can be sent on", async () => {
  const { page, close } = await visit(AUDIENCE)
  await page.getByText("9 subscribers are active").waitFor()
  await page.getByLabel("Find subscribers").fill("SON 3")
  await page.getByRole("button", { name: "Find", exact: true }).click()
  await page.waitForURL(/search=SON/)
  expect(await page.locator(".subscribers tbody tr").count()).toBe(1)
  await page.goto(`${site.url}${AUDIENCE}?locale=de&topic=billing&state=active`)
  expect(await page.locator(".subscribers tbody tr").allInnerTexts()).toEqual([expect.stringContaining("ada@acme.example")])
  await page.goto(`${site.url}${AUDIENCE}?search=nowhere`)
  await page.getByText("Nobody fits").waitFor()
  await close()
})

test("an address is suppressed beside its subscriber, listed, and lifted again", async () => {
  const { page, complaints, close } = await visit(`${AUDIENCE}?search=person-7`)
  await page.getByRole("link", { name: "person-7@other.example" }).click()
  await page.getByRole("button", { name: "Suppress: person-7@other.example" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Suppress the address" }).click()
  await page.getByRole("button", { name: "Lift suppression: person-7@other.example" }).waitFor()
  await page.goto(`${site.url}${AUDIENCE}/suppressions`)
  await isFit(page)
  await page.getByRole("link", { name: "person-7@other.example" }).click()
  await page.getByRole("button", { name: "Lift suppression: person-7@other.example" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Lift the suppression" }).click()
  await page.getByRole("button", { name: "End subscription: person-7@other.example" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "End it" }).click()
  await page.locator(".drawer").getByText("Taken off").first().waitFor()
  expect(complaints).toEqual([])
  await close()
})

test("a segment says whom it matches while it is written, and a release for it goes to those and no others", async () => {
  const { page, complaints, close } = await visit(`${AUDIENCE}/segments/new`)
  await page.getByLabel("Name").fill("Pros")
  await page.getByText("Not a whole rule yet").waitFor()
  await page.getByLabel("Trait of condition 1").fill("plan")
  await page.getByLabel("Values of condition 1").fill("pro")
  await page.getByText("Matches 5 of 8 active subscribers.").waitFor()
  await page.getByRole("button", { name: "Add a condition" }).click()
  await page.getByLabel("Kind of condition 2").selectOption("emailDomains not")
  await page.getByLabel("Values of condition 2").fill("nowhere.example")
  await isFit(page)
  await page.getByRole("button", { name: "Create the segment" }).click()
  await page.getByRole("link", { name: "Pros" }).waitFor()
  await isFit(page)

  await page.goto(`${site.url}/workspace/releases/${release}`)
  await page.getByText("8 people get it").waitFor()
  await page.getByRole("button", { name: "Edit: audience" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByLabel("Segment").selectOption({ label: "Pros" })
  await dialog.getByLabel("API changes").check()
  await dialog.getByRole("button", { name: "Save the audience" }).click()
  await page.getByText("4 people get it").waitFor()
  await page.getByText("Who does not, and why").click()
  const others = page.locator(".others li")
  expect((await others.allInnerTexts()).map((text) => text.split("\n").slice(0, 2).join(" "))).toEqual([
    "1 have left",
    "3 are not in the segment",
    "1 follow other topics",
  ])
  await isFit(page)
  expect((await getRelease(world.db, release)).topics).toEqual(["api"])

  const launchId = await begin(world, release)
  for (const _ of ["live", "announcing"]) await advanceLaunch(world, { launchId })
  expect(await mailAndSettle(world, launchId)).toBe("settled")
  expect(await countDeliveries(world.db, launchId)).toEqual({ accepted: 4, excluded: 1 })
  await page.goto(`${site.url}/workspace/launches/${launchId}`)
  await page.getByText("1 follow other topics").waitFor()
  await page.goto(`${site.url}${AUDIENCE}?search=person-0`)
  await page.getByRole("link", { name: "person-0@other.example" }).click()
  await page.locator(".drawer").getByText("sent, ").waitFor()
  expect(complaints).toEqual([])
  await close()
})

test("a segment is removed, by its name", async () => {
  const rule = { trait: "plan", operator: "equals", values: ["free"] }
  const id = await createSegment(world, ADA, createSegmentInput.parse({ name: "Free", rule }))
  const { page, complaints, close } = await visit(`${AUDIENCE}/segments/${id}`)
  await page.getByRole("button", { name: "Remove: Free" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Remove Free" }).click()
  await page.waitForURL(`${site.url}${AUDIENCE}/segments`)
  await page.getByRole("link", { name: "Pros" }).waitFor()
  expect(await page.getByRole("link", { name: "Free" }).count()).toBe(0)
  expect((await listSegmentNames(world.db)).map(({ name }) => name)).toEqual(["Pros"])
  expect(complaints).toEqual([])
  await close()
})
