import { expect, test } from "vitest"
import { openBoundedCache } from "#lib/kernel/bounded-cache.ts"
import { TookTooLong, withinMs } from "#lib/kernel/within.ts"

const bytesOf = (value: { text: string }) => value.text.length

test("however much is asked for, no more is kept than its bytes", async () => {
  const cache = openBoundedCache({ maxBytes: 10_000, bytesOf })
  for (let n = 0; n < 3000; n++) await cache.get(`key ${n}`, async () => ({ text: "x".repeat(100) }))
  expect(cache.bytes()).toBeLessThanOrEqual(10_000)
  expect(cache.bytes()).toBeGreaterThan(8000)
})

test("what is used stays while what is not goes", async () => {
  const cache = openBoundedCache({ maxBytes: 10_000, bytesOf })
  let made = 0
  const hot = () => cache.get("hot", async () => ({ text: `made ${++made}` }))
  for (let n = 0; n < 1000; n++) {
    await hot()
    await cache.get(`cold ${n}`, async () => ({ text: "x".repeat(500) }))
  }
  expect(made).toBe(1)
})

test("what is kept is found without being made, and what is not is not", async () => {
  const cache = openBoundedCache({ maxBytes: 10_000, bytesOf })
  expect(cache.find("a")).toBeNull()
  const made = await cache.get("a", async () => ({ text: "one" }))
  expect(cache.find("a")).toBe(made)
})

test("who asks while it is made waits for the same making", async () => {
  const cache = openBoundedCache({ maxBytes: 10_000, bytesOf })
  const { promise, resolve } = Promise.withResolvers<{ text: string }>()
  let made = 0
  const make = () => {
    made++
    return promise
  }
  const asked = [cache.get("a", make), cache.get("a", make), cache.get("a", make)]
  resolve({ text: "one" })
  expect(await Promise.all(asked)).toEqual([{ text: "one" }, { text: "one" }, { text: "one" }])
  expect(made).toBe(1)
})

test("what could not be made is made again, and what is far too large is not kept", async () => {
  const cache = openBoundedCache({ maxBytes: 1000, bytesOf })
  await expect(cache.get("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no")
  expect(await cache.get("a", async () => ({ text: "yes" }))).toEqual({ text: "yes" })
  const before = cache.bytes()
  await cache.get("large", async () => ({ text: "x".repeat(900) }))
  expect(cache.bytes()).toBe(before)
})

test("who does not answer in time is no longer waited for", async () => {
  await expect(withinMs(5, new Promise(() => {}))).rejects.toThrow(TookTooLong)
  expect(await withinMs(1000, Promise.resolve("in time"))).toBe("in time")
})
