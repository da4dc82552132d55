import { cp, mkdir, readFile, rename, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { aFolder, ask, aUsedDataFolder, start } from "./data-folders.ts"
import { startProcess } from "./portal-process.ts"
import { isRunning } from "./processes.ts"

test("a copy made while the original runs is a portal of its own, and leaves the original alone", async () => {
  const original = await startProcess(await aUsedDataFolder())
  const dataDir = await aFolder()
  await cp(original.dataDir, dataDir, { recursive: true })
  const copy = await start(dataDir)
  expect(copy.reused).toBe(false)
  expect(copy.port).not.toBe(original.port)
  expect(copy.reported).toMatch(/copied while its database was running/)
  await ask(copy.url, "update curtains set cloth = 'linen'")
  expect(await ask(original.url, "select cloth from curtains")).toBe("velvet")
  await copy.stop()
  expect(isRunning(original.postmaster)).toBe(true)
  expect(await ask(original.url, "select cloth from curtains")).toBe("velvet")
})

test("a copy of a stopped folder starts beside the original, and remembers its own port", async () => {
  const dataDir = await aUsedDataFolder()
  const original = await start(dataDir)
  await original.stop()
  const copied = await aFolder()
  await cp(dataDir, copied, { recursive: true })
  await start(dataDir)
  const copy = await start(copied)
  expect(copy.reported).toContain(`Another program listens on port ${original.port}`)
  await copy.stop()
  expect((await start(copied)).port).toBe(copy.port)
})

test("a port that something else took is left to it, and the new one is remembered", async () => {
  const dataDir = await aUsedDataFolder()
  const first = await start(dataDir)
  await first.stop()
  await occupy(first.port)
  const second = await start(dataDir)
  expect(second.port).not.toBe(first.port)
  await second.stop()
  expect((await start(dataDir)).port).toBe(second.port)
})

test("a folder that was moved while its server runs still finds that server", async () => {
  const dataDir = await aUsedDataFolder()
  const before = await startProcess(dataDir)
  await before.kill()
  const moved = join(await aFolder(), "moved")
  await rename(dataDir, moved)
  const after = await start(moved)
  expect(after).toMatchObject({ reused: true, port: before.port })
  await after.stop()
  expect(isRunning(before.postmaster)).toBe(false)
})

test("a database of another PostgreSQL version is refused with what to do", async () => {
  const dataDir = await aUsedDataFolder()
  await writeFile(join(dataDir, "postgres", "PG_VERSION"), "17\n")
  await expect(start(dataDir)).rejects.toThrow(/written by PostgreSQL 17, and this Curtain brings PostgreSQL 18\..*pg_dump/)
})

test("a folder in the database's place that is no database is not touched", async () => {
  const dataDir = await aFolder()
  await mkdir(join(dataDir, "postgres"))
  await writeFile(join(dataDir, "postgres", "notes.txt"), "mine")
  await expect(start(dataDir)).rejects.toThrow("is in the way")
  expect(await readFile(join(dataDir, "postgres", "notes.txt"), "utf8")).toBe("mine")
})

test("passwords that got lost are named, not replaced", async () => {
  const dataDir = await aUsedDataFolder()
  await writeFile(join(dataDir, "postgres", "credentials.json"), "{}")
  await expect(start(dataDir)).rejects.toThrow("does not hold the passwords")
})

async function occupy(port: number): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())))
}
