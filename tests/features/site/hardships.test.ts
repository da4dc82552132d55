import { connect } from "node:net"
import postgres from "postgres"
import { expect, test } from "vitest"
import { startPortal, untilAt } from "#tests/support/portal.ts"
import { askRaw } from "#tests/support/raw-request.ts"
import { publishDocuments } from "#tests/support/released-content.ts"
import { aWorld, openWorld } from "#tests/support/world.ts"

test("three thousand unknown addresses leave memory and the pages people read alone", async () => {
  const world = await aWorld()
  const revision = await publishDocuments(world, [{ title: "Search", slug: "search" }])
  const site = await startPortal({ world })
  await untilAt(world, revision)
  const page = await askRaw(site, "/changelog/search")
  await askRaw(site, "/nowhere")
  const queries = await countQueries(world.url)
  const before = memory()
  for (let number = 0; number < 3000; number += 10) {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => askRaw(site, `/changelog/nothing-${number + index}`)))
    expect(answers.every(({ status }) => status === 404)).toBe(true)
  }
  expect((memory() - before) / 1024 / 1024).toBeLessThan(60)
  expect((await askRaw(site, "/changelog/search")).text).toBe(page.text)
  // What is counted is the watch, which asks four times a second, and nothing for an address.
  expect((await countQueries(world.url)) - queries).toBeLessThan(500)
})

test("a portal that cannot confirm what is public says nothing, and comes back by itself", async () => {
  const world = await openWorld()
  const site = await startPortal({ world })
  expect((await askRaw(site, "/")).status).toBe(200)
  const admin = postgres(world.url, { max: 1, onnotice: () => {} })
  try {
    await admin`alter view site.current_revision rename to gone`
    await expect.poll(async () => (await askRaw(site, "/")).status, { timeout: 10_000 }).toBe(503)
    for (const path of ["/", "/changelog/search", "/rss.xml", "/nowhere", "/api/widget/announcements"]) {
      const { status, headers } = await askRaw(site, path)
      expect({ status, retry: Number(headers["retry-after"]) > 0, cache: headers["cache-control"] }).toEqual({
        status: 503,
        retry: true,
        cache: "no-store",
      })
    }
    await admin`alter view site.gone rename to current_revision`
    await expect.poll(async () => (await askRaw(site, "/")).status, { timeout: 10_000 }).toBe(200)
  } finally {
    await admin.end()
    await world.close()
  }
})

test("a server that closes ends what it is answering, and takes nothing more", async () => {
  const world = await aWorld()
  const site = await startPortal({ world })
  const body = '{"name":"The new editor"}'
  const head = `POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`
  const talk = await startTalk(site.port, head)
  await talk.hear("100 Continue")
  const closing = site.close()
  talk.say(body)
  await talk.hear("HTTP/1.1 401 ")
  await closing
  await expect(askRaw(site, "/help")).rejects.toThrow("ECONNREFUSED")
})

async function startTalk(port: number, words: string) {
  const socket = connect(port, "127.0.0.1", () => socket.write(words))
  let heard = ""
  socket.setEncoding("utf8").on("data", (text) => {
    heard += text
  })
  return {
    say: (more: string) => socket.write(more),
    hear: (text: string) => expect.poll(() => heard, { timeout: 10_000 }).toContain(text),
  }
}

function memory(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function countQueries(url: string): Promise<number> {
  const sql = postgres(url, { max: 1 })
  const [row] = await sql<{ count: string }[]>`select xact_commit as count from pg_stat_database where datname = current_database()`
  await sql.end()
  return Number(row?.count)
}
