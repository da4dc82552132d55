import { expect, test, vi } from "vitest"
import { capturedMails } from "#db/schema/mail.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { prepareDueMail } from "#lib/launch/prepare-due-mail.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { begin } from "#tests/support/launch-steps.ts"
import { aMailedRelease, mailAndSettle, someSubscribers } from "#tests/support/mail-stage.ts"
import { scheduleIn } from "#tests/support/schedule-steps.ts"
import { aWorld } from "#tests/support/world.ts"

const renderings: string[] = []

// The library itself, with a count.
vi.mock("react-email", async (load) => {
  const library = await load<typeof import("react-email")>()
  const render: typeof library.render = async (...given) => {
    const html = await library.render(...given)
    renderings.push(/<html[^>]*lang="([^"]*)"/.exec(html)?.[1] ?? "")
    return html
  }
  return { ...library, render }
})

const world = await aWorld()

test("a mail to five hundred readers of two languages is rendered twice, when its launch begins, and never again", async () => {
  await someSubscribers(world, 400)
  await someSubscribers(world, 100, { locale: "de", from: 1000 })
  const releaseId = await aMailedRelease(world, { locales: ["en", "de"] })
  expect(renderings).toEqual([])
  const launchId = await begin(world, releaseId)
  expect(renderings.toSorted()).toEqual(["de", "en"])
  await advanceLaunch(world, { launchId })
  await advanceLaunch(world, { launchId })
  expect(await mailAndSettle(world, launchId)).toBe("settled")
  const mails = await world.db.select().from(capturedMails)
  expect([mails.length, new Set(mails.map(({ recipient }) => recipient)).size]).toEqual([500, 500])
  expect(mails.filter(({ html, text }) => (html + text).includes("%%"))).toEqual([])
  expect(mails.filter(({ text, recipientName }) => !text.includes(` ${recipientName},`))).toEqual([])
  expect(renderings).toHaveLength(2)
})

test("the mail of a scheduled release is rendered in the minute before its time, and not again when that has come", async () => {
  renderings.length = 0
  const [soon, later, unmailed] = [await aMailedRelease(world), await aMailedRelease(world), (await aRelease(world)).id]
  await scheduleIn(world, soon, 30)
  await scheduleIn(world, later, 3600)
  await scheduleIn(world, unmailed, 30)
  await prepareDueMail(world)
  await prepareDueMail(world)
  expect(renderings).toEqual(["en"])
  await begin(world, soon)
  expect(renderings).toEqual(["en"])
  await begin(world, later)
  expect(renderings).toEqual(["en", "en"])
})
