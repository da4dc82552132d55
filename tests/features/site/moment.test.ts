import { afterAll, expect, test } from "vitest"
import { listen } from "#db/client.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { approveAll, aRelease, type PlannedRelease } from "#tests/support/a-release.ts"
import { eachOf } from "#tests/support/each-of.ts"
import { advance, begin } from "#tests/support/launch-steps.ts"
import { startWebProcess, type WebProcess } from "#tests/support/web-process.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

/** Launches and recalls in one run; half of each. */
const MOMENTS = 50
const PROBE_EVERY_MS = 50
/** Background load: visitors who read page after page, some hundred requests a second on each process. */
const LOAD = 2
const VISIBLE_WITHIN_MS = 250

/** The two cores are shared with the database, both processes and whoever else: a p99 may be missed twice before it counts. */
const PATIENT = { timeout: 300_000, retry: 2 }

const TOKEN = "curtain-rises-here"

/** What every answer must show in full or not at all: how often the token stands in it while the release is public. */
const PLACES = {
  page: { path: "/", shows: (text: string) => text.includes(`${TOKEN} entry`) },
  entry: { path: "/changelog/the-entry", shows: (text: string) => text.includes(`${TOKEN} entry`) },
  feed: { path: "/rss.xml", shows: (text: string) => text.includes(`${TOKEN} entry`) },
  widget: { path: "/api/widget/announcements", shows: bothOrNone(`${TOKEN} entry`, `${TOKEN} announcement`) },
  OFREP: { path: "/ofrep/v1/evaluate/flags", body: { context: { targetingKey: "ada" } }, shows: bothOrNone("flag-one", "flag-two") },
} as const

type Place = keyof typeof PLACES
type Sight = { place: Place; web: number; sentAt: number; at: number; isPublic: boolean }
/** `unconfirmed` counts answers 503: a process that could not confirm the revision says nothing rather than something old. */
type Run = { isOver: boolean; unconfirmed: number; faults: string[] }
/** `seenAt`: when every place of every process had shown it. */
type Moment = { committedAt: number; isPublic: boolean; seenAt: number }

function bothOrNone(one: string, other: string): (text: string) => boolean {
  return (text) => {
    if (text.includes(one) !== text.includes(other)) throw new Error(`an answer shows a part of a release: ${text}`)
    return text.includes(one)
  }
}

const world = await aWorld()
const release = await aRelease(world, {
  name: "The release",
  flags: [{ key: "flag-one" }, { key: "flag-two" }],
  entry: { title: `${TOKEN} entry`, slug: "the-entry" },
  announcement: { title: `${TOKEN} announcement` },
})
const webs: WebProcess[] = []
afterAll(async () => {
  for (const web of webs) await web.stop()
})

test(
  `over ${MOMENTS} launches and recalls, two processes under load show each moment within ${VISIBLE_WITHIN_MS} ms, whole, and never go back`,
  PATIENT,
  async () => {
    while (webs.length < 2) webs.push(await startWebProcess(world))
    const sights: Sight[] = []
    const run: Run = { isOver: false, unconfirmed: 0, faults: [] }
    const probes = webs.flatMap((_, web) => (Object.keys(PLACES) as Place[]).map((place) => probe({ place, web }, run, sights)))
    const load = webs.flatMap((web) => Array.from({ length: LOAD }, () => press(web, run)))

    const moments = await raiseAndLower(release, sights)
    run.isOver = true
    await Promise.all([...probes, ...load])

    expect(run.faults).toEqual([])
    expect(moments).toHaveLength(WARM_UP + MOMENTS)
    expect(run.unconfirmed / sights.length, "share of answers 503").toBeLessThan(0.01)
    const delays = (Object.keys(PLACES) as Place[]).map((place) => {
      const seen = webs.flatMap((_, web) =>
        delaysOf(
          moments,
          sights.filter((sight) => sight.place === place && sight.web === web),
        ),
      )
      expect.soft(percentile(seen, 0.99), `${place}, p99 in ms`).toBeLessThanOrEqual(VISIBLE_WITHIN_MS)
      return { place, delays: seen }
    })
    const all = delays.flatMap((one) => one.delays)
    console.log(
      `moment to visible over ${all.length} sights: median ${percentile(all, 0.5)} ms, p99 ${delays.map((one) => `${one.place} ${percentile(one.delays, 0.99)}`).join(", ")} ms; ${sights.length} answers, none mixed`,
    )
  },
)

/** Launches and recalls in turn, and notes when each commit was heard. */
async function raiseAndLower(release: PlannedRelease, sights: Sight[]): Promise<Moment[]> {
  const heard: number[] = []
  const stop = await listen({
    url: world.url,
    channel: "site_revision",
    heard: (payload) => void (payload !== null && heard.push(performance.now())),
  })
  const moments: Moment[] = []
  const noteNext = async (isPublic: boolean) => {
    await expect.poll(() => heard.length, { interval: 1, timeout: 5000 }).toBe(moments.length + 1)
    const moment = { committedAt: heard.at(-1) ?? 0, isPublic, seenAt: 0 }
    moments.push(moment)
    await expect.poll(() => isSeenEverywhere(moment, sights), { interval: 20, timeout: 5000 }).toBe(true)
    moment.seenAt = performance.now()
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
  }
  for (let round = 0; round <= MOMENTS / 2; round++) {
    await approveAll(world, release.id)
    await advance(world, await begin(world, release.id))
    await noteNext(true)
    const { launch } = await recallLaunch(world, ADA, { releaseId: release.id })
    await advance(world, launch.id)
    await noteNext(false)
  }
  await stop()
  return moments
}

/** The first round is not counted: each process runs its code for the first time in it. */
const WARM_UP = 2

/** Between a moment that everybody shows and the next one, so that an answer of before would be caught. */
const QUIET_MS = 150

function isSeenEverywhere({ committedAt, isPublic }: Moment, sights: Sight[]): boolean {
  const seen = new Set(
    sights.filter((sight) => sight.sentAt >= committedAt && sight.isPublic === isPublic).map(({ place, web }) => `${place} ${web}`),
  )
  return seen.size === Object.keys(PLACES).length * webs.length
}

/** Asks one place of one process twenty times a second. */
async function probe({ place, web }: { place: Place; web: number }, run: Run, sights: Sight[]): Promise<void> {
  const asked: { path: string; body?: object; shows(text: string): boolean } = PLACES[place]
  while (!run.isOver) {
    const sentAt = performance.now()
    const text = await ask(webs[web]?.url + asked.path, run, asked.body)
    if (text !== null) see(run, () => sights.push({ place, web, sentAt, at: performance.now(), isPublic: asked.shows(text) }))
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, PROBE_EVERY_MS - (performance.now() - sentAt))))
  }
}

async function press(web: WebProcess, run: Run): Promise<void> {
  while (!run.isOver) {
    await eachOf(["/", "/rss.xml", "/changelog/the-entry"], { atOnce: 1 }, async (path) => void (await ask(web.url + path, run)))
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

function see(run: Run, look: () => void): void {
  try {
    look()
  } catch (fault) {
    run.faults.push(String(fault))
  }
}

async function ask(url: string, run: Run, body?: object): Promise<string | null> {
  const response = await fetch(
    url,
    body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {},
  )
  if (response.status === 503) run.unconfirmed += 1
  else if (response.status >= 500) run.faults.push(`${url} answered ${response.status}`)
  return response.status >= 500 ? null : response.text()
}

/** How long after each commit the first answer that was right came; that none came before it, and that no later one was of before. */
function delaysOf(moments: Moment[], sights: Sight[]): number[] {
  const delays = moments.map((moment, index) => {
    const after = moments[index + 1]?.committedAt ?? Number.POSITIVE_INFINITY
    const own = sights.filter((sight) => sight.sentAt >= moment.committedAt && sight.at < after)
    const first = own.findIndex((sight) => sight.isPublic === moment.isPublic)
    const back = own.slice(first).find((sight) => sight.isPublic !== moment.isPublic)
    if (back) throw new Error(`${back.place} of process ${back.web + 1} went back to before change ${index + 1}`)
    const since = moments[index - 1]?.seenAt ?? Number.POSITIVE_INFINITY
    const until = moment.committedAt - NEWS_MS
    const early = sights.find((sight) => sight.isPublic === moment.isPublic && sight.sentAt >= since && sight.at < until)
    if (early) throw new Error(`${early.place} of process ${early.web + 1} showed change ${index + 1} before its commit`)
    return first === -1 ? Number.POSITIVE_INFINITY : Math.round((own[first]?.at ?? 0) - moment.committedAt)
  })
  return delays.slice(WARM_UP)
}

/** The commit is heard of a little after it happened: an answer may be that much ahead of the news. */
const NEWS_MS = 25

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}
