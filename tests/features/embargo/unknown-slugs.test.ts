import { readFile } from "node:fs/promises"
import { afterAll, beforeAll, expect, test } from "vitest"
import { aRelease } from "#tests/support/a-release.ts"
import { aWord } from "#tests/support/canary.ts"
import { openRawClient, type RawClient } from "#tests/support/canary-client.ts"
import { eachOf } from "#tests/support/each-of.ts"
import { launch } from "#tests/support/launch-steps.ts"
import { startWebProcess, type WebProcess } from "#tests/support/web-process.ts"
import { aWorld, HOOK_SECRETS } from "#tests/support/world.ts"

/** What a garbage collector has not come to yet is within it; 3,000 pages of their own took ten times as much. */
const GROWTH_MB = 32
const HOT = "/changelog/dark-mode"

const world = await aWorld(HOOK_SECRETS)
let web: WebProcess
let client: RawClient

beforeAll(async () => {
  await launch(world, (await aRelease(world, { name: "Dark mode", entry: { slug: "dark-mode" } })).id)
  web = await startWebProcess(world)
  client = openRawClient(web.url)
})

afterAll(async () => {
  client?.close()
  await web?.stop()
})

test("3,000 addresses that lead nowhere take no room, and a page that is read stays as near as it was", async () => {
  await askForNothing(500)
  const [before, tag, rss] = [await hotMs(), await hotTag(), await residentMb()]
  await askForNothing(3000)
  const grown = (await residentMb()) - rss
  const after = await hotMs()
  console.log(
    `resident memory ${rss.toFixed(0)} MB, grown by ${grown.toFixed(1)} MB; hot page ${before.toFixed(2)} ms, then ${after.toFixed(2)} ms`,
  )
  expect(grown).toBeLessThanOrEqual(GROWTH_MB)
  expect(await hotTag()).toBe(tag)
  expect(after / before).toBeLessThanOrEqual(3)
}, 300_000)

async function askForNothing(count: number): Promise<void> {
  const places = ["/changelog/", "/help/", "/tags/", "/r/2/changelog/", "/_next/static/chunks/", "/"]
  const paths = Array.from({ length: count }, (_, index) => `${places[index % places.length]}${aWord()}`)
  await eachOf(paths, { atOnce: 8 }, async (path) => {
    const { status } = await client.ask({ method: "GET", path })
    if (status !== 404) throw new Error(`${path} was answered ${status}`)
  })
}

async function hotTag(): Promise<string | undefined> {
  return /^etag: (.*)$/im.exec((await client.ask({ method: "GET", path: HOT })).head)?.[1]
}

async function hotMs(): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < 300; round++) {
    const startedAt = performance.now()
    await client.ask({ method: "GET", path: HOT })
    times.push(performance.now() - startedAt)
  }
  return times.toSorted((one, other) => one - other)[150] ?? 0
}

async function residentMb(): Promise<number> {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${web.pid}/status`, "utf8"))?.[1]) / 1024
}
