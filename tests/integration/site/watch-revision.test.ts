import { createServer, type Server, type Socket, connect as tcp } from "node:net"
import postgres from "postgres"
import { afterEach, expect, test } from "vitest"
import { openLog } from "#lib/kernel/log.ts"
import { type RevisionWatch, watchRevision } from "#lib/site/watch-revision.ts"
import { cloneDatabase } from "#tests/support/database.ts"

const log = openLog("silent")
const endings: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

test("it knows the revision from the start, and hears of a new one at its commit", async () => {
  const { url, publicUrl } = await cloneDatabase()
  const watch = await watching(publicUrl)
  await expect.poll(() => watch.current(), { timeout: 10_000 }).toEqual({ is: "confirmed", revision: 1 })
  await advance(url)
  await expect.poll(() => watch.current(), { interval: 5, timeout: 5000 }).toEqual({ is: "confirmed", revision: 2 })
})

test("without a notification it asks", async () => {
  const { url, publicUrl } = await cloneDatabase()
  const watch = await watching(publicUrl)
  await inDatabase(url, (sql) => sql`update site_state set revision = 7`)
  await expect.poll(() => watch.current(), { timeout: 5000 }).toEqual({ is: "confirmed", revision: 7 })
})

test("it never goes back: a lower number is another database, and confirms nothing", async () => {
  const { url, publicUrl } = await cloneDatabase()
  const watch = await watching(publicUrl)
  await inDatabase(url, (sql) => sql`update site_state set revision = 7`)
  await expect.poll(() => watch.current(), { timeout: 5000 }).toEqual({ is: "confirmed", revision: 7 })
  await inDatabase(url, (sql) => sql`update site_state set revision = 3`)
  await expect.poll(() => watch.current(), { timeout: 10_000 }).toEqual({ is: "unconfirmed" })
})

test("a database that hangs without closing a connection is noticed, and so is its return", async () => {
  const { url, publicUrl } = await cloneDatabase()
  const line = await aLine(publicUrl)
  const watch = await watching(line.url)
  await expect.poll(() => watch.current().is, { timeout: 10_000 }).toBe("confirmed")
  const cutAt = performance.now()
  line.freeze()
  await expect.poll(() => watch.current().is, { interval: 20, timeout: 10_000 }).toBe("unconfirmed")
  expect(performance.now() - cutAt).toBeGreaterThan(1000)
  await advance(url)
  line.thaw()
  await expect.poll(() => watch.current(), { timeout: 10_000 }).toEqual({ is: "confirmed", revision: 2 })
})

async function watching(publicUrl: string): Promise<RevisionWatch> {
  const watch = await watchRevision({ publicUrl, log })
  endings.push(watch.close)
  return watch
}

function advance(url: string): Promise<unknown> {
  return inDatabase(
    url,
    (sql) => sql`with next as (update site_state set revision = revision + 1 returning revision)
    select pg_notify('site_revision', revision::text) from next`,
  )
}

async function inDatabase(url: string, run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1 })
  await run(sql)
  await sql.end()
}

/** A line to the database that can go silent, like a network that drops packets: nothing is refused and nothing is closed. */
async function aLine(publicUrl: string): Promise<{ url: string; freeze(): void; thaw(): void }> {
  const target = new URL(publicUrl)
  const sockets = new Set<Socket>()
  let frozen = false
  const server: Server = createServer((near) => {
    const far = tcp(Number(target.port), target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on("error", () => {})
      socket.on("close", () => sockets.delete(socket))
    }
    near.on("data", (chunk) => frozen || far.write(chunk))
    far.on("data", (chunk) => frozen || near.write(chunk))
    near.on("close", () => far.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  endings.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const address = server.address()
  const through = new URL(publicUrl)
  through.hostname = "127.0.0.1"
  through.port = String(typeof address === "object" ? address?.port : "")
  const set = (to: boolean) => () => {
    frozen = to
  }
  return { url: through.href, freeze: set(true), thaw: set(false) }
}
