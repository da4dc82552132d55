import { describe, expect, test } from "vitest"
import { BUCKETS, bucketOf, murmur3, placesOf } from "#lib/flags/bucket.ts"

const utf8 = new TextEncoder()

describe("the hash behind a share", () => {
  test.each([
    ["", 0],
    ["a", 0x3c2569b2],
    ["test", 0xba6bd213],
    ["Hello, world!", 0xc0363e43],
    ["The quick brown fox jumps over the lazy dog", 0x2e4ff723],
  ])("is MurmurHash3 for %j, as everyone else computes it", (text, hash) => {
    expect(murmur3(utf8.encode(text))).toBe(hash)
  })

  test("never moves anybody: these people stand where they stood", () => {
    const people = ["ada", "grace", "joan", "user-123", "Zoë", "名前", "😀"]
    expect(people.map((person) => bucketOf("new-editor", person))).toEqual([9571, 4874, 9686, 842, 4949, 4138, 4570])
  })

  test("reads a targeting key that is longer than its buffer, and every character of it", () => {
    const long = "é".repeat(5000)
    expect(bucketOf("new-editor", `${long}1`)).not.toBe(bucketOf("new-editor", `${long}2`))
    expect(bucketOf("new-editor", long)).toBe(murmur3(utf8.encode(`new-editor:${long}`)) % BUCKETS)
  })

  test("is the same whichever flags and people were asked about before", () => {
    const keys = ["a", "ab", "abc", "abcd", "new-editor"]
    const people = ["", "a", "ada", "Zoë", "名前", "😀", "\ud800", "x".repeat(400), "é".repeat(2000)]
    const places = keys.map((key) => ({ key, placeOf: placesOf(key) }))
    for (const person of [...people, ...people.toReversed()]) {
      for (const { key, placeOf } of places) expect(placeOf(person)).toBe(murmur3(utf8.encode(`${key}:${person}`)) % BUCKETS)
    }
  })
})
