import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Order, placeCommits } from "#lib/changes/placement.ts"

/** The order after placing, for an order that was `standing` before. */
function placed(standing: string[], payload: string[], about: Partial<Pick<Order, "previous" | "firstLater">> = {}): string[] {
  const positions = new Map(standing.map((sha, index) => [sha, index + 1]))
  const known = new Map([...positions].filter(([sha]) => payload.includes(sha)))
  const { gaps, placements } = placeCommits(payload, { known, previous: null, firstLater: null, last: standing.length, ...about })
  const moved = [...positions].map(([sha, position]) => {
    const width = gaps.filter((gap) => gap.after < position).reduce((sum, gap) => sum + gap.width, 0)
    return { sha, position: position + width }
  })
  const all = [...moved, ...placements].sort((one, other) => one.position - other.position)
  expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index + 1))
  return all.map(({ sha }) => sha)
}

describe("unknown commits are placed", () => {
  test.each<[string, string, string, Partial<Order>, string]>([
    ["in an empty repository, as they come", "", "abc", {}, "abc"],
    ["at the end, where nothing says otherwise", "abc", "de", {}, "abcde"],
    ["not at all, where all are known", "abc", "bc", {}, "abc"],
    ["right behind the known one before them", "abc", "bx", {}, "abxc"],
    ["right before the first known one", "abc", "xyb", {}, "axybc"],
    ["before the very first", "abc", "xa", {}, "xabc"],
    ["behind the last known one", "abc", "cxy", {}, "abcxy"],
    ["on several sides at once", "abcd", "wbxcydz", {}, "awbxcydz"],
    ["behind known ones that come in another order", "abc", "cxay", {}, "aybcx"],
    ["once, however often they are named", "ab", "xbx", {}, "axb"],
    ["behind what ran before", "abc", "xy", { previous: 2 }, "abxyc"],
    ["by a known one rather than by what ran before", "abc", "cx", { previous: 1 }, "abcx"],
    ["before what later deployments brought", "abc", "xy", { firstLater: 3 }, "abxyc"],
    ["behind what ran before rather than before later ones", "abcd", "x", { previous: 1, firstLater: 4 }, "axbcd"],
  ])("%s", (...[, standing, payload, about, expected]) => {
    expect(placed([...standing], [...payload], about).join("")).toBe(expected)
  })
})

test("known commits keep their order, and so do the unknown ones among themselves", () => {
  const shas = fc.uniqueArray(fc.nat(40).map(String), { maxLength: 20 })
  fc.assert(
    fc.property(shas, shas, (standing, payload) => {
      const after = placed(standing, payload)
      expect(after.filter((sha) => standing.includes(sha))).toEqual(standing)
      expect(new Set(after)).toEqual(new Set([...standing, ...payload]))
    }),
  )
})
