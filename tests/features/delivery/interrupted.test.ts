import { expect, test } from "vitest"
import { eachOf } from "#tests/support/each-of.ts"
import { type MailKill, type MailStory, playMailStory } from "#tests/support/mail-kill-story.ts"
import { printSeam } from "#tests/support/seams.ts"

/** Most of a case is waiting for a lease and for the queue to notice that a worker is gone. */
const AT_ONCE = 14

const STORIES: MailStory[] = ["mailed", "recalled", "told"]

/**
 * Just after one seam and just before the next, the same is in the database and at the provider: one kill stands for both. A soak plays
 * both sides of every seam.
 */
const isSoak = process.env.CURTAIN_SOAK !== undefined

async function casesOf(story: MailStory): Promise<MailKill[]> {
  const seams = await playMailStory({ story })
  const places = isSoak ? seams : seams.filter(({ side }, index) => side === "after" || index === 0)
  return places.map((seam) => ({ story, crashAt: printSeam(seam) }))
}

test("mail that is interrupted at any commit or call goes on by itself: everybody is mailed once, or written off, or noted once", async () => {
  const cases = (await Promise.all(STORIES.map(casesOf))).flat()
  expect(cases.length, "a recorded run has seams").toBeGreaterThanOrEqual(12)
  const failures: string[] = []
  await eachOf(cases, { atOnce: AT_ONCE }, async (kill) => {
    await playMailStory(kill).catch((error: unknown) =>
      failures.push(`${kill.story} ${kill.crashAt}: ${error instanceof Error ? error.message : error}`),
    )
  })
  process.stdout.write(`${cases.length} kills of mail, ${failures.length} failed\n`)
  expect(failures).toEqual([])
}, 600_000)
