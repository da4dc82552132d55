import { afterAll, beforeAll, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { aCanary, aWord, type Canary } from "#tests/support/canary.ts"
import { addressesFor, valuesOf } from "#tests/support/canary-addresses.ts"
import { openRawClient, type Question, type RawClient } from "#tests/support/canary-client.ts"
import { askInPeace, comparable, printed, replaceIn, standInsFor } from "#tests/support/canary-sweep.ts"
import { BODY, headerVariants } from "#tests/support/canary-variants.ts"
import { eachOf } from "#tests/support/each-of.ts"
import { launch } from "#tests/support/launch-steps.ts"
import { startPortal } from "#tests/support/portal.ts"
import { ADA, aWorld, HOOK_SECRETS } from "#tests/support/world.ts"

const KNOWN = "dark-mode"

const world = await aWorld(HOOK_SECRETS)
let client: RawClient
let canary: Canary
let publicKey: string

beforeAll(async () => {
  const known = await aRelease(world, { name: "Dark mode", flags: [{ key: KNOWN }], entry: { slug: KNOWN }, article: { slug: KNOWN } })
  await launch(world, known.id)
  canary = await aCanary(world)
  const key = createTokenInput.parse({ name: "Browsers", scopes: ["flags:evaluate-public"] })
  publicKey = (await createToken(world, ADA, key)).token
  client = openRawClient((await startPortal({ world })).url)
})

afterAll(() => client?.close())

test("whatever is asked for by the name of something unreleased is answered, byte for byte, like a name that nothing has", async () => {
  const standIns = standInsFor([...Object.values(canary.told), ...Object.values(canary.kept), ...Object.values(canary.ids)])
  const asked = questions().filter((question) => printed(replaceIn(question, standIns)) !== printed(question))
  const different: string[] = []
  await eachOf(asked, { atOnce: 12 }, async (question) => {
    const unreleased = comparable(await askInPeace(client, question), [])
    const unknown = comparable(await askInPeace(client, replaceIn(question, standIns)), standIns)
    if (unreleased !== unknown) different.push(`${printed(question)}\n${unreleased.slice(0, 400)}\n≠\n${unknown.slice(0, 400)}`)
  })
  expect(different).toEqual([])
  expect(asked.length).toBeGreaterThan(1000)
}, 300_000)

const TIMED = [
  { what: "an entry", count: 1000, question: (name: string) => get(`/changelog/${name}`), name: () => canary.told.entrySlug },
  { what: "an article", count: 500, question: (name: string) => get(`/help/${name}.md`), name: () => canary.told.articleSlug },
  { what: "a flag", count: 400, question: (name: string) => flag(name, {}), name: () => canary.told.flagKey },
  {
    what: "a flag, by a key",
    count: 400,
    question: (name: string) => flag(name, { "X-API-Key": publicKey }),
    name: () => canary.told.flagKey,
  },
]

test.each(TIMED)(
  "$what that is unreleased takes as long as one that is not there",
  async ({ what, count, question, name }) => {
    const times: Record<"unreleased" | "unknown", number[]> = { unreleased: [], unknown: [] }
    for (let round = -WARM_UP; round < count; round++) {
      // In either order, so that neither always comes second.
      const pair = [
        { is: "unreleased" as const, name: name() },
        { is: "unknown" as const, name: aWord() },
      ]
      for (const one of round % 2 === 0 ? pair : pair.toReversed()) {
        const ms = await timeOf(question(one.name))
        if (round >= 0) times[one.is].push(ms)
      }
    }
    const [unreleased, unknown] = [median(times.unreleased), median(times.unknown)]
    console.log(`${what}: unreleased ${unreleased.toFixed(3)} ms, unknown ${unknown.toFixed(3)} ms, of ${count} each`)
    expect(Math.abs(unreleased - unknown) / unknown).toBeLessThan(0.25)
  },
  300_000,
)

const WARM_UP = 50

function questions(): Question[] {
  const { routes, guesses } = addressesFor(valuesOf(canary, KNOWN))
  const variants = Object.values(headerVariants(canary.told.entrySlug, publicKey))
  const varied = [canary.told.entrySlug, canary.told.articleSlug].flatMap((slug) =>
    variants.flatMap((headers) => [
      get(`/changelog/${slug}`, headers),
      get(`/help/${slug}`, headers),
      get(`/r/2/changelog/${slug}`, headers),
    ]),
  )
  const flags = [canary.told.flagKey, canary.kept.stagingFlag ?? ""].flatMap((key) => variants.map((headers) => flag(key, headers)))
  const writes = Object.entries(canary.ids).flatMap(([resource, id]) => [
    { method: "PATCH", path: `/api/v1/${resource}/${id}`, headers: { Authorization: `Bearer ${publicKey}` }, body: "{}" },
    { method: "DELETE", path: `/api/v1/${resource}/${id}`, headers: { "X-API-Key": publicKey } },
  ])
  return [...[...routes, ...guesses].map((path) => get(path)), ...varied, ...flags, ...writes]
}

function get(path: string, headers: Record<string, string> = {}): Question {
  return { method: "GET", path, headers }
}

function flag(key: string, headers: Record<string, string>): Question {
  return { method: "POST", path: `/ofrep/v1/evaluate/flags/${key}`, headers, body: BODY }
}

async function timeOf(question: Question): Promise<number> {
  const startedAt = performance.now()
  await client.ask(question)
  return performance.now() - startedAt
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0
}
