import { describe, expect, test } from "vitest"
import { excerptOf, marked, wordsOf } from "#lib/site/search.ts"

const shown = (body: string, question: string) =>
  excerptOf(body, question)
    .map(({ text, isMarked }) => (isMarked ? `[${text}]` : text))
    .join("")

describe("an excerpt", () => {
  test("shows the first place that was asked for, with a few words before it", () => {
    const body = `${"Words that come before. ".repeat(20)}Here is the export. ${"Words that come after. ".repeat(20)}`
    expect(shown(body, "export")).toMatch(/^… .*Here is the \[export\]\. Words.* …$/)
    expect(
      excerptOf(body, "export")
        .map(({ text }) => text)
        .join("").length,
    ).toBeLessThanOrEqual(245)
  })

  test("is the beginning where the words are elsewhere", () => {
    expect(shown("Short and **plain**.", "title")).toBe("Short and plain.")
  })

  test.each([
    ["typing", "ty", "[ty]ping"],
    ["A Typo, and typos.", "typo", "A [Typo], and [typo]s."],
    ["über alles", "ÜBER", "[über] alles"],
    ["node.js and C++", "c++ node.js", "[node].[js] and C++"],
    ["a.b (c) [d]", ".*", "a.b (c) [d]"],
  ])("marks %s for %s", (body, question, text) => {
    expect(shown(body, question)).toBe(text)
  })
})

test("signs that steer a search are no words", () => {
  expect(wordsOf('"two words" -three & x')).toEqual(["two", "words", "three"])
  expect(wordsOf("x")).toEqual(["x"])
  expect(wordsOf(" ?!")).toEqual([])
})

test("a text comes back whole, whatever is marked in it", () => {
  expect(
    marked("abcabc xabc", ["abc"])
      .map(({ text }) => text)
      .join(""),
  ).toBe("abcabc xabc")
})
