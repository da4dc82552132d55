import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { diffLines } from "#lib/documents/line-diff.ts"

const SIGNS = { same: " ", gone: "-", new: "+" } as const
const shown = (older: string, newer: string) => diffLines(older, newer).map(({ is, text }) => `${SIGNS[is]}${text}`)

describe("two texts laid over each other", () => {
  test.each([
    ["nothing changed", "a\nb", "a\nb", [" a", " b"]],
    ["a line in the middle became another", "a\nb\nc", "a\nx\nc", [" a", "-b", "+x", " c"]],
    ["a line came", "a\nc", "a\nb\nc", [" a", "+b", " c"]],
    ["a line went", "a\nb\nc", "a\nc", [" a", "-b", " c"]],
    ["everything is new", "", "a\nb", ["-", "+a", "+b"]],
    ["a line moved", "a\nb\nc", "b\nc\na", ["-a", " b", " c", "+a"]],
    ["a repeated line went", "a\na\na", "a\na", [" a", " a", "-a"]],
  ])("%s", (_, older, newer, lines) => expect(shown(older, newer)).toEqual(lines))
})

const text = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 }).map((lines) => lines.join("\n"))

test("either text can be read out of it", () => {
  fc.assert(
    fc.property(text, text, (older, newer) => {
      const lines = diffLines(older, newer)
      const without = (is: "gone" | "new") => lines.filter((line) => line.is !== is).map((line) => line.text)
      expect(without("new").join("\n")).toBe(older)
      expect(without("gone").join("\n")).toBe(newer)
    }),
  )
})
