import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { hashSources } from "#lib/portal/hash-sources.ts"
import { takeBuildLock } from "#lib/portal/take-build-lock.ts"

const folder = mkdtempSync(join(tmpdir(), "curtain-lock-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const quietly = { report: () => {} }

test("whoever comes second waits until the first has ended, and says so once", async () => {
  const file = join(folder, "one.lock")
  const order: string[] = []
  const said: string[] = []
  const release = await takeBuildLock(file, quietly)
  const second = takeBuildLock(file, { report: (line) => said.push(line) }).then((releaseSecond) => {
    order.push("second")
    releaseSecond()
  })
  await expect.poll(() => said.length, { timeout: 5000 }).toBe(1)
  order.push("first ended")
  release()
  await second
  expect(order).toEqual(["first ended", "second"])
})

test("of many who ask at once, one at a time has it", async () => {
  const file = join(folder, "many.lock")
  let holders = 0
  const build = async () => {
    const release = await takeBuildLock(file, quietly)
    holders += 1
    expect(holders).toBe(1)
    await new Promise((resolve) => setImmediate(resolve))
    holders -= 1
    release()
  }
  await Promise.all([build(), build(), build()])
})

test.each([
  ["that has ended", () => `${2 ** 22 - 7} gone`, 0],
  ["that has said nothing for long", () => `${process.pid} asleep`, 60],
])("the lock of a process %s is taken over", async (_, content, secondsAgo) => {
  const file = join(folder, `${secondsAgo}.lock`)
  writeFileSync(file, content())
  const then = Temporal.Now.instant().epochMilliseconds / 1000 - secondsAgo
  utimesSync(file, then, then)
  const release = await takeBuildLock(file, quietly)
  expect(readFileSync(file, "utf8")).toMatch(new RegExp(`^${process.pid} `))
  release()
})

test("a build is of its sources: their content, their names, and nothing else", () => {
  const root = join(folder, "checkout")
  mkdirSync(join(root, "app"), { recursive: true })
  writeFileSync(join(root, "app", "page.tsx"), "one")
  writeFileSync(join(root, "package-lock.json"), "{}")
  const first = hashSources(root)
  mkdirSync(join(root, "tests"))
  writeFileSync(join(root, "tests", "page.test.ts"), "a test")
  expect(hashSources(root)).toBe(first)
  writeFileSync(join(root, "app", "page.tsx"), "two")
  const second = hashSources(root)
  expect(second).not.toBe(first)
  writeFileSync(join(root, "app", "other.tsx"), "")
  expect(hashSources(root)).not.toBe(second)
})
