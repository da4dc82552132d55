import { expect, test, vi } from "vitest"
import { capturedMails } from "#db/schema/mail.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { begin } from "#tests/support/launch-steps.ts"
import { aMailedRelease, mailAndSettle, someSubscribers } from "#tests/support/mail-stage.ts"
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
