import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { aFolder, ask, aUsedDataFolder, start } from "./data-folders.ts"
import { startProcess } from "./portal-process.ts"
import { isRunning } from "./processes.ts"

const holders = "select count(*)::int from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted"

test("two portals on one machine have a server each", async () => {
  const [one, other] = await Promise.all([start(await aUsedDataFolder()), start(await aUsedDataFolder())])
  expect(one.port).not.toBe(other.port)
  await ask(one.url, "update curtains set cloth = 'linen'")
  expect(await ask(other.url, "select cloth from curtains")).toBe("velvet")
  await one.stop()
  expect(await ask(other.url, "select cloth from curtains")).toBe("velvet")
})

test("two processes that make the same data folder at once end up with one database and one server", async () => {
  const dataDir = await aFolder()
  const [one, other] = await Promise.all([startProcess(dataDir), startProcess(dataDir)])
  expect(other).toMatchObject({ url: one.url, postmaster: one.postmaster })
  expect([one.reused, other.reused].toSorted()).toEqual([false, true])
  await ask(one.url, "create table shared as select 1")
  expect(await ask(other.url, "select count(*)::int from shared")).toBe(1)
})

test("eight starts of a stopped data folder at once share one server", async () => {
  const dataDir = await aUsedDataFolder()
  const servers = await Promise.all(Array.from({ length: 8 }, () => start(dataDir)))
  expect(new Set(servers.map(({ port }) => port)).size).toBe(1)
  expect(servers.filter(({ reused }) => !reused)).toHaveLength(1)
  expect(await ask(servers[0]?.adminUrl ?? "", holders)).toBe(8)
})

test("whoever stops first leaves the server to the others, and the last one stops it", async () => {
  const dataDir = await aUsedDataFolder()
  const portal = await startProcess(dataDir)
  const command = await start(dataDir)
  expect(command.reused).toBe(true)
  await command.stop()
  expect(await ask(portal.url, "select cloth from curtains")).toBe("velvet")
  const another = await start(dataDir)
  await portal.stop()
  expect(await ask(another.url, "select cloth from curtains")).toBe("velvet")
  await another.stop()
  expect(isRunning(portal.postmaster)).toBe(false)
})

test("a start that meets a shutdown waits for its end and starts the server again", async () => {
  const dataDir = await aUsedDataFolder()
  for (const _round of Array(3)) {
    const leaving = await start(dataDir)
    const [coming] = await Promise.all([start(dataDir), leaving.stop()])
    expect(await ask(coming.url, "select cloth from curtains")).toBe("velvet")
    await coming.stop()
  }
})

test("a session that crashes takes the others' connections along, but not the knowledge that they use the server", async () => {
  const dataDir = await aUsedDataFolder()
  const portal = await start(dataDir)
  const crashing = ask(portal.adminUrl, "select pg_sleep(60), 'crash me'").catch(() => "crashed")
  await expect
    .poll(() => ask(portal.adminUrl, "select max(pid) from pg_stat_activity where query like '%crash me%' and pid <> pg_backend_pid()"))
    .toBeGreaterThan(0)
  const victim = await ask(
    portal.adminUrl,
    "select max(pid) from pg_stat_activity where query like '%crash me%' and pid <> pg_backend_pid()",
  )
  process.kill(Number(victim), "SIGKILL")
  expect(await crashing).toBe("crashed")
  await expect.poll(() => ask(portal.adminUrl, holders).catch(() => 0), { timeout: 10_000 }).toBe(1)
  await (await start(dataDir)).stop()
  expect(await ask(portal.url, "select cloth from curtains")).toBe("velvet")
})

test("the server is in a session of its own, so that Ctrl-C ends the portal and not the database", async () => {
  const dataDir = await aUsedDataFolder()
  await start(dataDir)
  const postmaster = Number.parseInt(await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8"), 10)
  const groups = await readFile(`/proc/${postmaster}/stat`, "utf8").catch(() => null)
  if (groups !== null)
    expect(
      groups
        .slice(groups.lastIndexOf(")") + 2)
        .split(" ")
        .slice(2, 4),
    ).toEqual([`${postmaster}`, `${postmaster}`])
})
