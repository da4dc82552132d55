import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { aFolder, ask, aUsedDataFolder, start } from "./data-folders.ts"
import { killPortal, spawnPortal, startProcess } from "./portal-process.ts"
import { isRunning, spawnBystander, untilGone } from "./processes.ts"

const pidFileOf = (dataDir: string) => join(dataDir, "postgres", "postmaster.pid")
const postmasterOf = async (dataDir: string) => Number.parseInt(await readFile(pidFileOf(dataDir), "utf8"), 10)

test("a portal that was killed leaves its server running: the next start uses it, and stops it at the end", async () => {
  const dataDir = await aUsedDataFolder()
  const killed = await startProcess(dataDir)
  await killed.kill()
  expect(isRunning(killed.postmaster)).toBe(true)
  const next = await start(dataDir)
  expect(next).toMatchObject({ reused: true, port: killed.port })
  expect(next.reported).toContain(`process ${killed.postmaster}`)
  expect(await ask(next.url, "select cloth from curtains")).toBe("velvet")
  await next.stop()
  expect(isRunning(killed.postmaster)).toBe(false)
})

test("a server that was killed is recovered by the next start, however soon it comes", async () => {
  const dataDir = await aUsedDataFolder()
  const first = await start(dataDir, { fsync: "on" })
  await ask(first.url, "create table survivor as select 1")
  const busy = ask(first.adminUrl, "select pg_sleep(60)").catch(() => "cut off")
  process.kill(await postmasterOf(dataDir), "SIGKILL")
  const second = await start(dataDir)
  expect(second.reused).toBe(false)
  expect(await ask(second.url, "select count(*)::int from survivor")).toBe(1)
  expect(await busy).toBe("cut off")
})

test("stopping is quiet when the server is gone already", async () => {
  const dataDir = await aUsedDataFolder()
  const server = await start(dataDir)
  const postmaster = await postmasterOf(dataDir)
  process.kill(postmaster, "SIGKILL")
  await untilGone(postmaster)
  await server.stop()
})

test("portal and server killed together: the stale postmaster.pid is no obstacle", async () => {
  const dataDir = await aUsedDataFolder()
  const killed = await startProcess(dataDir)
  await killed.kill()
  process.kill(killed.postmaster, "SIGKILL")
  const next = await start(dataDir)
  expect(next.reused).toBe(false)
  expect(await ask(next.url, "select cloth from curtains")).toBe("velvet")
})

test("a process id that belongs to somebody else by now is neither used nor ended", async () => {
  const dataDir = await aUsedDataFolder()
  const bystander = spawnBystander()
  await writeFile(pidFileOf(dataDir), `${bystander.pid}\n${join(dataDir, "postgres")}\n1\n5432\n\n127.0.0.1\n 1 1\nready   \n`)
  const server = await start(dataDir)
  expect(server.reused).toBe(false)
  expect(server.reported).toContain(`names process ${bystander.pid} as its server, which is not`)
  await server.stop()
  expect(isRunning(bystander.pid ?? 0)).toBe(true)
})

test("an empty postmaster.pid, as a power cut leaves it, is cleared away", async () => {
  const dataDir = await aUsedDataFolder()
  await writeFile(pidFileOf(dataDir), "")
  const server = await start(dataDir)
  expect(await ask(server.url, "select cloth from curtains")).toBe("velvet")
})

test("creating the database, interrupted half way, starts clean", async () => {
  const dataDir = await aFolder()
  const abandoned = join(dataDir, "postgres.new-999999999-0a1b2c3d-4e5f6071")
  const ourOwnIdBefore = join(dataDir, `postgres.new-${process.pid}-00000000-00000000`)
  for (const folder of [abandoned, ourOwnIdBefore]) {
    await mkdir(join(folder, "base"), { recursive: true })
    await writeFile(join(folder, "PG_VERSION"), "18\n")
  }
  const server = await start(dataDir)
  expect(await ask(server.url, "select 1")).toBe(1)
  expect((await readdir(dataDir)).toSorted()).toEqual(["postgres", "postgres.log", "postgres.port"])
})

test("a portal killed while it creates the database is followed by one that starts clean", async () => {
  const dataDir = await aFolder()
  const first = spawnPortal(dataDir).child
  await expect.poll(() => readdir(dataDir), { interval: 5, timeout: 20_000 }).toEqual([expect.stringMatching(/^postgres\.new-/)])
  await killPortal(first)
  const server = await start(dataDir)
  expect(await ask(server.url, "select 1")).toBe(1)
})
