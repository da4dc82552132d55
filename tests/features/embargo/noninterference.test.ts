import postgres, { type Sql } from "postgres"
import { afterAll, beforeAll, expect, test } from "vitest"
import { editDocumentInput } from "#lib/documents/input.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { changeFlagInput, createFlagInput } from "#lib/flags/input.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { approveAll, aRelease, type PlannedRelease } from "#tests/support/a-release.ts"
import { openRawClient, type Question, type RawClient } from "#tests/support/canary-client.ts"
import { askInPeace, comparable, printed } from "#tests/support/canary-sweep.ts"
import { BODY } from "#tests/support/canary-variants.ts"
import { eachOf } from "#tests/support/each-of.ts"
import { begin, launch } from "#tests/support/launch-steps.ts"
import { startPortal } from "#tests/support/portal.ts"
import { ADA, aWorld, HOOK_SECRETS } from "#tests/support/world.ts"

const UNRELEASED = 50

const world = await aWorld(HOOK_SECRETS)
let client: RawClient
let visitor: Sql
const released: PlannedRelease[] = []

beforeAll(async () => {
  for (const name of ["Dark mode", "Faster search", "Saved views"]) {
    const slug = name.toLowerCase().replace(" ", "-")
    const release = await aRelease(world, {
      name,
      flags: [{ key: slug }],
      entry: { slug, tags: ["new"] },
      article: { slug },
      announcement: {},
    })
    await launch(world, release.id)
    released.push(release)
  }
  client = openRawClient((await startPortal({ world })).url)
  visitor = postgres(world.publicUrl, { max: 1, onnotice: () => {} })
})

afterAll(async () => {
  client?.close()
  await visitor?.end()
})

test(`${UNRELEASED} releases being planned, written and edited change no byte of what visitors get, nor a row of what their role reads`, async () => {
  const [answers, rows] = [await answersNow(), await rowsNow()]
  expect(answers.size).toBeGreaterThanOrEqual(100)

  const planned: PlannedRelease[] = []
  await eachOf(
    Array.from({ length: UNRELEASED }, (_, index) => index),
    { atOnce: 4 },
    async (index) => {
      planned.push(await planAndEdit(`Secret ${index}`))
    },
  )
  await editWhatIsLive()
  expect(await answersNow()).toEqual(answers)

  for (const { id } of planned.slice(0, 5)) await begin(world, id)
  expect(await answersNow()).toEqual(answers)
  expect(await rowsNow()).toEqual(rows)
}, 300_000)

// It does: the pace of the revision shows that somebody tries something, and the role's view has the flag's name.
test("trying a feature in staging before its release shows nothing either", async () => {
  const [answers, rows] = [await answersNow(), await rowsNow()]
  const flag = createFlagInput.parse({ connection: "builtin", key: "secret-in-staging", environment: "staging" })
  const id = await createFlag(world, ADA, flag)
  await changeBuiltInFlag(world, ADA, { ...changeFlagInput.parse({ enabled: true }), id })
  await expect(rowsNow()).resolves.toEqual(rows)
  expect(await answersNow()).toEqual(answers)
})

async function planAndEdit(name: string): Promise<PlannedRelease> {
  const key = name.toLowerCase().replace(" ", "-")
  const tags = ["new", "secret"]
  const release = await aRelease(world, { name, flags: [{ key }], entry: { tags }, article: { tags }, announcement: {}, approved: "none" })
  for (const { id } of await listDocuments(world.db, release.id)) {
    await editDocument(world, ADA, { ...editDocumentInput.parse({ title: `${name}, edited`, body: "Other words." }), id })
  }
  const [flagId] = release.flagIds
  if (flagId) await changeBuiltInFlag(world, ADA, { ...changeFlagInput.parse({ description: "Not yet." }), id: flagId })
  await approveAll(world, release.id)
  return release
}

/** Drafts beside the words that visitors read. */
async function editWhatIsLive(): Promise<void> {
  for (const { id } of released) {
    for (const document of await listDocuments(world.db, id)) {
      const words = { title: "What it will be called", slug: `${document.slug}-renamed`, body: "What it will say.", tags: ["later"] }
      await editDocument(world, ADA, { ...editDocumentInput.parse(words), id: document.id })
    }
  }
}

/** Every answer without the time and the request's number, by what was asked. */
async function answersNow(): Promise<Map<string, string>> {
  const answers = new Map<string, string>()
  await eachOf(
    QUESTIONS,
    { atOnce: 8 },
    async (question) => void answers.set(printed(question), comparable(await askInPeace(client, question), [])),
  )
  return new Map([...answers].sort())
}

async function rowsNow(): Promise<Record<string, unknown>> {
  const views = await visitor<
    { name: string }[]
  >`select format('%I.%I', schemaname, viewname) as name from pg_views where schemaname = 'site' order by 1`
  const read = views.map(async ({ name }) => [name, await visitor.unsafe(`select to_jsonb(x)::text as row from ${name} x order by 1`)])
  return Object.fromEntries(await Promise.all(read))
}

const PATHS = [
  ...[
    "/",
    "/page/2",
    "/help",
    "/rss.xml",
    "/sitemap.xml",
    "/robots.txt",
    "/nothing",
    "/atom.xml",
    "/feed.json",
    "/llms.txt",
    "/widget.js",
    "/tags",
    "/tags/new",
    "/tags/new/rss.xml",
    "/tags/secret",
    "/search?q=secret",
    "/r/5",
  ],
  ...["dark-mode", "faster-search", "saved-views", "secret-1", "dark-mode-renamed", "unheard-of"].flatMap((slug) => [
    ...[`/changelog/${slug}`, `/changelog/${slug}.md`, `/help/${slug}`, `/help/${slug}.md`, `/changelog/${slug}/`],
  ]),
  ...["/api/widget/announcements", "/api/widget/announcements?seen=2", "/api/health", "/api/openapi.json", "/api/v1/releases"],
]

const QUESTIONS: Question[] = [
  ...PATHS.map((path): Question => ({ method: "GET", path })),
  ...PATHS.map((path): Question => ({ method: "HEAD", path, headers: { "Accept-Encoding": "br" } })),
  ...["", "/dark-mode", "/secret-1", "/unheard-of"].flatMap((key): Question[] => [
    { method: "POST", path: `/ofrep/v1/evaluate/flags${key}`, body: BODY },
    { method: "POST", path: `/ofrep/v1/evaluate/flags${key}`, body: "{}" },
    { method: "GET", path: `/ofrep/v1/evaluate/flags${key}` },
  ]),
]
