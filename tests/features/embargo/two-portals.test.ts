import { afterAll, beforeAll, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { aRelease, type PlannedRelease } from "#tests/support/a-release.ts"
import { addressesFor } from "#tests/support/canary-addresses.ts"
import { openRawClient, type Question, type RawClient } from "#tests/support/canary-client.ts"
import { askInPeace, comparable, printed } from "#tests/support/canary-sweep.ts"
import { BODY } from "#tests/support/canary-variants.ts"
import { cloneDatabase } from "#tests/support/database.ts"
import { eachOf } from "#tests/support/each-of.ts"
import { launch } from "#tests/support/launch-steps.ts"
import { editInSecret, FLAGS, planInSecret, RELEASES, secretKey, secretSlug } from "#tests/support/secret-work.ts"
import { startWebProcess } from "#tests/support/web-process.ts"
import { ADA, HOOK_SECRETS, openWorld, type World } from "#tests/support/world.ts"

const KNOWN = ["dark-mode", "faster-search", "saved-views"]

/** The same story twice, in two databases behind two portals. In one of them, a team works on what nobody may know of. */
let busy: World
let clients: { quiet: RawClient; busy: RawClient }
let publicKey: string
let released: PlannedRelease[]
let planned: PlannedRelease[]

beforeAll(async () => {
  const database = await cloneDatabase()
  await tellStory(await openWorld(HOOK_SECRETS, database))
  const [one, other] = [await cloneDatabase(database.name), await cloneDatabase(database.name)]
  const quiet = await openWorld(HOOK_SECRETS, one)
  busy = await openWorld(HOOK_SECRETS, other)
  planned = await planInSecret(busy)
  const portals = [await startWebProcess(quiet, HOOK_SECRETS), await startWebProcess(busy, HOOK_SECRETS)] as const
  clients = { quiet: openRawClient(portals[0].url), busy: openRawClient(portals[1].url) }
  afterAll(async () => {
    for (const client of Object.values(clients)) client.close()
    for (const portal of portals) await portal.stop()
    await Promise.all([quiet.close(), busy.close()])
  })
})

async function tellStory(world: World): Promise<void> {
  released = []
  for (const slug of KNOWN) {
    const words = { slug, tags: ["new"], body: `All about ${slug}, with **words**.` }
    const release = await aRelease(world, { name: slug, flags: [{ key: slug }], entry: words, article: words, announcement: words })
    await launch(world, release.id)
    released.push(release)
  }
  publicKey = (await createToken(world, ADA, createTokenInput.parse({ name: "Browsers", scopes: ["flags:evaluate-public"] }))).token
  await world.close()
}

test(`${RELEASES} unreleased releases, and edits while it is asked, change no byte of any answer to anybody`, async () => {
  const questions = everyQuestion()
  expect(questions.length).toBeGreaterThanOrEqual(5000)
  const [edits, different] = await untilAsked(compare(questions))
  expect(different).toEqual([])
  expect(edits).toBeGreaterThan(20)
  console.log(`${questions.length} questions to each of two portals, ${edits} releases edited meanwhile`)
}, 300_000)

test("the comparison sees a difference of one word", async () => {
  expect(await compare([{ method: "GET", path: "/" }])).toEqual([])
  await launch(busy, (await aRelease(busy, { name: "One word", entry: { slug: "one-word" } })).id)
  await expect.poll(() => compare([{ method: "GET", path: "/" }]), { timeout: 10_000 }).toEqual(["GET /"])
})

/** The questions that the two portals answer differently. */
async function compare(questions: readonly Question[]): Promise<string[]> {
  const different: string[] = []
  await eachOf(questions, { atOnce: 12 }, async (question) => {
    const [one, other] = await Promise.all([clients.quiet, clients.busy].map((client) => askInPeace(client, question)))
    if (!one || !other) throw new Error("a portal did not answer")
    if (withoutPort(comparable(one, [])) !== withoutPort(comparable(other, []))) different.push(printed(question))
  })
  return different
}

/** The two listen on different ports of this machine, and say so where they send somebody on to sign in. */
function withoutPort(answer: string): string {
  return answer.replace(/(?<=localhost:)\d+/g, "")
}

/** Goes on editing for as long as the questions take, and gives the number of releases that were edited. */
async function untilAsked<Asked>(asking: Promise<Asked>): Promise<[number, Asked]> {
  let isOver = false
  const done = asking.finally(() => {
    isOver = true
  })
  const targets = [...planned, ...released]
  let edits = 0
  while (!isOver) {
    const target = targets[edits % targets.length]
    if (target) await editInSecret(busy, target, edits)
    edits += 1
  }
  return [edits, await done]
}

function everyQuestion(): Question[] {
  const secret = [0, 1, 2, 30, 49].map(secretSlug)
  const names = [...secret, secretKey(0), "later-3", "unheard", "zebra7", "called-3-from-now-on", ...KNOWN.slice(1), "of-nothing"]
  const { routes, guesses } = addressesFor({ names, known: KNOWN[0] ?? "", ids: {}, numbers: ["1", "2", "7"] })
  const paths = [...new Set([...routes, ...guesses.filter((path) => !path.includes("elsewhere")), ...searches()])]
  return [
    ...paths.map((path): Question => ({ method: "GET", path })),
    ...routes.flatMap((path): Question[] => [
      { method: "HEAD", path, headers: { "Accept-Encoding": "br" } },
      { method: "GET", path, headers: { "If-None-Match": '"a-tag", *' } },
      { method: "OPTIONS", path },
    ]),
    ...flags(),
  ]
}

/** Words of what is released, of what is not, and of nothing, as a whole, cut short and mistyped. */
function searches(): string[] {
  const words = [
    "zebra7",
    "zebra",
    "secret",
    "secret 3",
    "hidden-1",
    "unheard",
    "called",
    "later-3",
    ...KNOWN,
    "words",
    "new",
    "about",
    "-",
    "%",
  ]
  const cut = words.flatMap((word) => [word, word.slice(0, 3), word.replace("e", "ee"), `"${word}"`, `${word} words`, `-${word}`])
  const pages = ["/search?q=", "/tags/", "/api/widget/announcements?seen="]
  return [...new Set(cut)].flatMap((word) => pages.map((page) => `${page}${encodeURIComponent(word)}`))
}

/** One by one and all at once, for somebody who is known and for nobody, with the public key and without. */
function flags(): Question[] {
  const keys = [...Array(FLAGS).keys()].map(secretKey).concat(KNOWN, "of-nothing")
  const ways = [{}, { Authorization: `Bearer ${publicKey}` }, { "X-API-Key": publicKey }, { "If-None-Match": "*" }]
  return ["", ...keys.map((key) => `/${key}`)].flatMap((key) =>
    ways.flatMap((headers) =>
      [BODY, "{}"].map((body): Question => ({ method: "POST", path: `/ofrep/v1/evaluate/flags${key}`, headers, body })),
    ),
  )
}
