import { globSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { approveAll, aRelease } from "#tests/support/a-release.ts"
import { aCanary, type Canary, writeOn } from "#tests/support/canary.ts"
import { addressesFor, valuesOf } from "#tests/support/canary-addresses.ts"
import { openRawClient, type Question, type RawClient } from "#tests/support/canary-client.ts"
import { openKeptLog } from "#tests/support/canary-log.ts"
import { searchFor, textOf } from "#tests/support/canary-search.ts"
import { type Swept, sweep } from "#tests/support/canary-sweep.ts"
import { BODY, headerVariants, METHODS } from "#tests/support/canary-variants.ts"
import { advance, begin, launch, recall } from "#tests/support/launch-steps.ts"
import { startPortal } from "#tests/support/portal.ts"
import { ADA, aWorld, HOOK_SECRETS } from "#tests/support/world.ts"

const KNOWN = "dark-mode"
/** Ten thousand questions are seconds on a machine of its own, and minutes on one that is shared. */
const PATIENT_MS = 300_000

const BUILD = new URL("../../../.next/", import.meta.url).pathname

const world = await aWorld(HOOK_SECRETS)
const log = openKeptLog()
let client: RawClient
/** One release is launched and recalled, the other waits all the time. */
let cued: Canary
let waiting: Canary
let publicKey: string

beforeAll(async () => {
  const known = await aRelease(world, { name: "Dark mode", flags: [{ key: KNOWN }], entry: { slug: KNOWN }, article: { slug: KNOWN } })
  await launch(world, known.id)
  cued = await aCanary(world)
  waiting = await aCanary(world)
  const key = createTokenInput.parse({ name: "Browsers", scopes: ["flags:evaluate-public"] })
  publicKey = (await createToken(world, ADA, key)).token
  client = openRawClient((await startPortal({ world: { ...world, log } })).url)
})

afterAll(() => client?.close())
test(
  "before the launch no answer to anybody holds a word of it, whatever is asked and however",
  async () => {
    const swept = await look([cued, waiting], everyQuestion(cued))
    console.log(`${swept.asked} questions; answers by status: ${JSON.stringify(swept.statuses)}`)
    expect(swept.leaks).toEqual([])
    expect(swept.failures).toEqual([])
    expect(swept.asked).toBeGreaterThan(5000)
  },
  PATIENT_MS,
)

test(
  "no address of the waiting release shows it either",
  async () => {
    expect(await look([cued, waiting], plainQuestions(waiting))).toMatchObject({ leaks: [], failures: [] })
  },
  PATIENT_MS,
)

test(
  "while a launch is under way, and after one was stopped, still nothing shows",
  async () => {
    const launchId = await begin(world, cued.releaseId)
    expect(await look([cued, waiting], plainQuestions(cued))).toMatchObject({ leaks: [], failures: [] })
    await recallLaunch(world, ADA, { releaseId: cued.releaseId, reason: cued.kept.recallReason })
    expect(await advance(world, launchId)).toBe("failed")
    expect(await look([cued, waiting], plainQuestions(cued))).toMatchObject({ leaks: [], failures: [] })
  },
  PATIENT_MS,
)

test(
  "at the moment every place shows its words within a second, and nothing that is not for visitors",
  async () => {
    const shown = await medianDelay("shown", () => launch(world, cued.releaseId))
    expect(shown).toBeLessThanOrEqual(1000)
    expect(await look([cued], placesOf(cued).flatMap(inEveryEncoding))).toMatchObject({ leaks: { length: 3 * placesOf(cued).length } })
    await writeOn(world, cued)
    expect(await look([{ ...cued, told: null }, waiting], variedQuestions(cued))).toMatchObject({ leaks: [], failures: [] })
  },
  PATIENT_MS,
)

test(
  "a recall takes every word back within a second, from every place",
  async () => {
    const gone = await medianDelay("gone", () => recallLaunch(world, ADA, { releaseId: cued.releaseId, reason: cued.kept.recallReason }))
    expect(gone).toBeLessThanOrEqual(1000)
    expect(await look([cued, waiting], variedQuestions(cued))).toMatchObject({ leaks: [], failures: [] })
  },
  PATIENT_MS,
)

test(
  "no file of the build holds a word of them: what was rendered was kept in memory alone",
  async () => {
    const words = Object.values(wordsOf([cued, waiting]))
    const files = globSync("**/*.{html,rsc,body,meta,json,txt,xml,js}", { cwd: BUILD, withFileTypes: true }).filter((file) => file.isFile())
    expect(files.length).toBeGreaterThan(20)
    const found: string[] = []
    for (const file of files) {
      const path = join(file.parentPath, file.name)
      const text = await readFile(path, "latin1")
      if (words.some((word) => text.includes(word))) found.push(path)
    }
    expect(found).toEqual([])
  },
  PATIENT_MS,
)

test("the log of all this names no word of theirs, and reports no failure", () => {
  const search = searchFor(wordsOf([cued, waiting]))
  expect(log.lines.length).toBeGreaterThan(1000)
  expect(log.lines.filter((line) => search(line).length > 0)).toEqual([])
  expect(log.errors).toEqual([])
})

type Sought = Pick<Canary, "kept"> & { told: Record<string, string> | null }

function look(canaries: Sought[], questions: Question[]): Promise<Swept> {
  const words = wordsOf(canaries)
  return sweep({ client, search: searchFor(words), words }, questions)
}

function wordsOf(canaries: Sought[]): Record<string, string> {
  const named = canaries.flatMap(({ told, kept }, index) =>
    Object.entries({ ...told, ...kept }).map(([name, word]) => [`${name} of release ${index + 1}`, word]),
  )
  return Object.fromEntries(named)
}

/** Every route by every method with every kind of header; what only a token opens, by every method and with every kind of header. */
function everyQuestion(canary: Canary): Question[] {
  const { routes } = addressesFor({ ...valuesOf(canary, KNOWN), names: [canary.told.entrySlug], numbers: ["2"] })
  const variants = variantsFor(canary)
  const open = routes.filter((path) => !path.startsWith("/api/v1/"))
  const all = open.flatMap((path) => METHODS.flatMap((method) => variants.map((headers) => questionOf(method, path, headers))))
  return [...all, ...variedQuestions(canary)]
}

/** Every address by every method, and with every kind of header, but not by all combinations of the two. */
function variedQuestions(canary: Canary): Question[] {
  const { routes } = addressesFor(valuesOf(canary, KNOWN))
  const varied = routes.flatMap((path) =>
    variantsFor(canary).map((headers) => questionOf(path.startsWith("/ofrep") ? "POST" : "GET", path, headers)),
  )
  return [...routes.flatMap((path) => METHODS.map((method) => questionOf(method, path, {}))), ...varied, ...plainQuestions(canary)]
}

function variantsFor(canary: Canary): Record<string, string>[] {
  return Object.values(headerVariants(canary.told.entrySlug, publicKey))
}

/** Every address once, and the flags as they are asked for. */
function plainQuestions(canary: Canary): Question[] {
  const { routes, guesses } = addressesFor(valuesOf(canary, KNOWN))
  const asked = routes.filter((path) => path.startsWith("/ofrep")).map((path) => questionOf("POST", path, {}))
  return [...asked, ...[...routes, ...guesses].map((path) => questionOf("GET", path, {}))]
}

function questionOf(method: string, path: string, headers: Record<string, string>): Question {
  return { method, path, headers, ...(["POST", "PUT", "PATCH"].includes(method) ? { body: BODY } : {}) }
}

type Place = Question & { words: string[] }

/** Where the words of a release must be read, all of them. */
function placesOf({ told }: Canary): Place[] {
  const { entryTitle, entrySlug, entryBody, entryHeading, entryLinkText, entryLinkAddress, entryCode, entryImage, entryImageText } = told
  const text = [entryBody, entryHeading, entryLinkText, entryLinkAddress, entryCode, entryImage, entryImageText, told.articleSlug]
  const entry = [...text, entryTitle, entrySlug, told.entryTag]
  const article = [told.articleTitle, told.articleSlug, told.articleBody]
  const announcement = [told.announcementTitle, told.announcementBody, told.announcementTag]
  return [
    { ...get(`/changelog/${entrySlug}`), words: entry },
    { ...get(`/changelog/${entrySlug}.md`), words: entry },
    { ...get("/rss.xml"), words: entry },
    { ...get("/api/widget/announcements"), words: [...entry, ...announcement] },
    { ...get("/"), words: [entryTitle, entrySlug, entryBody, told.entryTag] },
    { ...get("/sitemap.xml"), words: [entrySlug, told.articleSlug] },
    { ...get("/help"), words: article },
    { ...get(`/help/${told.articleSlug}`), words: article },
    { ...get(`/help/${told.articleSlug}.md`), words: [...article, told.articleTag] },
    { ...questionOf("POST", "/ofrep/v1/evaluate/flags", {}), words: [told.flagKey] },
    { ...questionOf("POST", `/ofrep/v1/evaluate/flags/${told.flagKey}`, {}), words: [told.flagKey, '"value":true'] },
  ]
}

/** What is found in each of them shows that nothing is overlooked in the others. */
function inEveryEncoding({ headers, words: _, ...question }: Place): Question[] {
  return ["identity", "gzip", "br"].map((encoding) => ({ ...question, headers: { ...headers, "Accept-Encoding": encoding } }))
}

function get(path: string): Question {
  return questionOf("GET", path, {})
}

/** Over all places; of up to three moments if the machine is too busy for the first one. Between two of them the other one is made. */
async function medianDelay(what: "shown" | "gone", moment: () => Promise<unknown>): Promise<number> {
  const medians: number[] = []
  for (;;) {
    await moment()
    const delays = await Promise.all(placesOf(cued).map((place) => delayUntil(place, what)))
    medians.push(median(delays))
    console.log(`moment to ${what}, in ms: ${delays.join(", ")}`)
    if (Math.min(...medians) <= 1000 || medians.length === 3) return Math.min(...medians)
    if (what === "shown") await recall(world, cued.releaseId)
    await approveAll(world, cued.releaseId)
    if (what === "gone") await launch(world, cued.releaseId)
  }
}

const PATIENCE_MS = 5000

/** How long it takes until a place shows all its words, or none of them. The address itself, sent by us, may be repeated. */
async function delayUntil(place: Place, what: "shown" | "gone"): Promise<number> {
  const startedAt = performance.now()
  const words = what === "gone" ? place.words.filter((word) => !place.path.includes(word)) : place.words
  for (;;) {
    const text = textOf(await client.ask(place))
    const found = words.filter((word) => text.includes(word))
    const ms = Math.round(performance.now() - startedAt)
    if (found.length === (what === "shown" ? words.length : 0)) return ms
    if (ms > PATIENCE_MS) throw new Error(`${place.path} after ${ms} ms: ${found.length} of ${words.length} words\n${text}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
