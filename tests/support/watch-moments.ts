import { setTimeout as sleep } from "node:timers/promises"
import { listen } from "#db/client.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { approveAll, aRelease, type PlannedRelease } from "#tests/support/a-release.ts"
import { eachOf } from "#tests/support/each-of.ts"
import { advance, begin } from "#tests/support/launch-steps.ts"
import { delaysOf, isSeenEverywhere, type Moment, type Sight } from "#tests/support/moment-sights.ts"
import { until } from "#tests/support/until.ts"
import type { WebProcess } from "#tests/support/web-process.ts"
import { ADA, type World } from "#tests/support/world.ts"

const PROBE_EVERY_MS = 50
/** Background load: visitors who read page after page, some hundred requests a second on each process. */
const LOAD = 2
/** Between a moment that everybody shows and the next one, so that an answer of before would be caught. */
const QUIET_MS = 150
/** The first round is not counted: each process runs its code for the first time in it. */
const WARM_UP = 2

const TOKEN = "curtain-rises-here"

/** What every answer must show in full or not at all: how often the token stands in it while the release is public. */
const PLACES = {
  page: { path: "/", shows: (text: string) => text.includes(`${TOKEN} entry`) },
  entry: { path: "/changelog/the-entry", shows: (text: string) => text.includes(`${TOKEN} entry`) },
  feed: { path: "/rss.xml", shows: (text: string) => text.includes(`${TOKEN} entry`) },
  // The page repeats the question, so it is the hit's address that tells.
  search: { path: "/search?q=curtain", shows: (text: string) => text.includes("/changelog/the-entry") },
  widget: { path: "/api/widget/announcements", shows: bothOrNone(`${TOKEN} entry`, `${TOKEN} announcement`) },
  OFREP: { path: "/ofrep/v1/evaluate/flags", body: { context: { targetingKey: "ada" } }, shows: bothOrNone("flag-one", "flag-two") },
} as const

export type Place = keyof typeof PLACES
const NAMES = Object.keys(PLACES) as Place[]

/** `connected`: flags of another system that the release moves as well. */
export function aReleaseToWatch(world: World, { connected = [] }: Pick<NonNullable<Parameters<typeof aRelease>[1]>, "connected"> = {}) {
  return aRelease(world, {
    name: "The release",
    flags: [{ key: "flag-one" }, { key: "flag-two" }],
    connected,
    entry: { title: `${TOKEN} entry`, slug: "the-entry" },
    announcement: { title: `${TOKEN} announcement` },
  })
}

type Watched = { world: World; webs: readonly WebProcess[]; release: PlannedRelease; rounds: number }
type Run = Watched & { isOver: boolean; unconfirmed: number; faults: string[]; sights: Sight[] }

/** `unconfirmed` counts answers 503: a process that could not confirm the revision says nothing rather than something old. */
export type Watch = {
  moments: Moment[]
  answers: number
  unconfirmed: number
  faults: string[]
  delays: { place: Place; delays: number[] }[]
}

/** Launches a release and recalls it, so many times, while every place of every process is asked under load what it shows. */
export async function watchMoments(watched: Watched): Promise<Watch> {
  const run: Run = { ...watched, isOver: false, unconfirmed: 0, faults: [], sights: [] }
  const numbers = run.webs.map((_, web) => web)
  const probes = numbers.flatMap((web) => NAMES.map((place) => probe({ place, web }, run)))
  const load = run.webs.flatMap((web) => Array.from({ length: LOAD }, () => press(web, run)))
  const told = await raiseAndLower(run)
  run.isOver = true
  await Promise.all([...probes, ...load])
  const moments = told.slice(WARM_UP)
  const seenAt = (place: Place, web: number) => run.sights.filter((sight) => sight.place === place && sight.web === web)
  const delays = NAMES.map((place) => {
    const seen = numbers.flatMap((web) => see(run, () => delaysOf(told, seenAt(place, web)).slice(WARM_UP)) ?? [])
    return { place, delays: seen }
  })
  return { moments, answers: run.sights.length, unconfirmed: run.unconfirmed, faults: run.faults, delays }
}

/** Launches and recalls in turn, and notes when each commit was heard. */
async function raiseAndLower(run: Run): Promise<Moment[]> {
  const { world, release, rounds } = run
  const heard: number[] = []
  const channel = "site_revision"
  const stop = await listen({ url: world.url, channel, heard: (payload) => void (payload !== null && heard.push(performance.now())) })
  const moments: Moment[] = []
  const note = async ({ begunAt, isPublic }: Pick<Moment, "begunAt" | "isPublic">) => {
    await until(moments.length + 1, () => heard.length, 5000)
    const moment = { begunAt, committedAt: heard.at(-1) ?? 0, isPublic, seenAt: 0 }
    moments.push(moment)
    await until(true, () => isSeenEverywhere(moment, run.sights, NAMES.length * run.webs.length), 5000)
    moment.seenAt = performance.now()
    await sleep(QUIET_MS)
  }
  for (let round = 0; round < WARM_UP / 2 + rounds; round++) {
    await approveAll(world, release.id)
    const begunAt = performance.now()
    await advance(world, await begin(world, release.id))
    await note({ begunAt, isPublic: true })
    const recalledAt = performance.now()
    const { launch } = await recallLaunch(world, ADA, { releaseId: release.id })
    await advance(world, launch.id)
    await note({ begunAt: recalledAt, isPublic: false })
  }
  await stop()
  return moments
}

/** Asks one place of one process twenty times a second. */
async function probe({ place, web }: { place: Place; web: number }, run: Run): Promise<void> {
  const asked: { path: string; body?: object; shows(text: string): boolean } = PLACES[place]
  while (!run.isOver) {
    const sentAt = performance.now()
    const text = await ask(run.webs[web]?.url + asked.path, run, asked.body)
    if (text !== null) see(run, () => run.sights.push({ place, web, sentAt, at: performance.now(), isPublic: asked.shows(text) }))
    await sleep(Math.max(0, PROBE_EVERY_MS - (performance.now() - sentAt)))
  }
}

async function press(web: WebProcess, run: Run): Promise<void> {
  while (!run.isOver) {
    await eachOf(["/", "/rss.xml", "/changelog/the-entry"], { atOnce: 1 }, async (path) => void (await ask(web.url + path, run)))
    await sleep(10)
  }
}

function see<Seen>(run: Run, look: () => Seen): Seen | null {
  try {
    return look()
  } catch (fault) {
    run.faults.push(String(fault))
    return null
  }
}

async function ask(url: string, run: Run, body?: object): Promise<string | null> {
  const post = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  const response = await fetch(url, body ? post : {})
  if (response.status === 503) run.unconfirmed += 1
  else if (response.status >= 500) run.faults.push(`${url} answered ${response.status}`)
  const text = await response.text()
  return response.status >= 500 ? null : text
}

function bothOrNone(one: string, other: string): (text: string) => boolean {
  return (text) => {
    if (text.includes(one) !== text.includes(other)) throw new Error(`an answer shows a part of a release: ${text}`)
    return text.includes(one)
  }
}
