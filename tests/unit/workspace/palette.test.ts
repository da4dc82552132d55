import { expect, test } from "vitest"
import { NAV } from "../../../app/workspace/nav.ts"
import { fitting, grouped, type Thing } from "../../../app/workspace/palette/thing.ts"

const thing = (name: string, about = ""): Thing => ({ kind: "Things", name, about, href: `/${name}` })
const names = (all: Thing[], letters: string) => fitting(all, letters).map(({ name }) => name)

test("the beginning of a name fits best, then that of a word, then letters anywhere; order is kept among equals", () => {
  const all = [thing("Old research"), thing("The search"), thing("Search again"), thing("Search"), thing("Other", "about search")]
  expect(names(all, "sear")).toEqual(["Search again", "Search", "The search", "Old research", "Other"])
})

test("all words have to fit, in any order and case; nothing typed fits everything", () => {
  const all = [thing("Search in past orders"), thing("Search")]
  expect(names(all, "ORDERS sea")).toEqual(["Search in past orders"])
  expect(names(all, "  ")).toEqual(["Search in past orders", "Search"])
  expect(names(all, "search zebra")).toEqual([])
})

test("kinds come in the order in which they first come", () => {
  const [a, b] = [thing("a"), { ...thing("b"), kind: "Other" }]
  expect(grouped([a, b, thing("c")]).map(({ kind, choices }) => [kind, choices.length])).toEqual([
    ["Things", 2],
    ["Other", 1],
  ])
})

test("a letter leads to one page", () => {
  const letters = NAV.flatMap(({ go }) => go ?? [])
  expect(new Set(letters).size).toBe(letters.length)
  expect(letters.filter((letter) => !/^[a-fh-z]$/.test(letter))).toEqual([])
})
