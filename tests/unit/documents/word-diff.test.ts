import fc from "fast-check"
import { expect, test } from "vitest"
import { diffLines } from "#lib/documents/line-diff.ts"
import { markWords } from "#lib/documents/word-diff.ts"

const SIGNS = { same: " ", gone: "-", new: "+" }
const shown = (older: string, newer: string) =>
  markWords(diffLines(older, newer)).map(
    ({ is, parts }) => `${SIGNS[is]}${parts.map(({ text, isOwn }) => (isOwn ? `[${text}]` : text)).join("")}`,
  )

test("of a line that was changed, the words that make the difference are marked on both sides", () => {
  expect(shown("Same.\nDrag a card to another list.", "Same.\nDrop a card onto another list.")).toEqual([
    " Same.",
    "-[Drag] a card [to] another list.",
    "+[Drop] a card [onto] another list.",
  ])
})

test("a line that was written anew is shown as a whole", () => {
  expect(shown("Boards are faster now.", "We mended an error of the export.")).toEqual([
    "-Boards are faster now.",
    "+We mended an error of the export.",
  ])
})

test("what only went or only came has nothing to be compared with", () => {
  expect(shown("One.\nTwo.\nThree.", "One.\nThree.\nFour.")).toEqual([" One.", "-Two.", " Three.", "+Four."])
})

test("whatever the texts are, both can be read from it", () => {
  const text = fc
    .array(fc.constantFrom("a card", "a list", "", "Zoë's **card**", "  a\tlist"), { maxLength: 8 })
    .map((lines) => lines.join("\n"))
  fc.assert(
    fc.property(text, text, (older, newer) => {
      const lines = markWords(diffLines(older, newer)).map(({ is, parts }) => ({ is, text: parts.map((part) => part.text).join("") }))
      expect(lines.filter(({ is }) => is !== "new").map((line) => line.text)).toEqual(older.split("\n"))
      expect(lines.filter(({ is }) => is !== "gone").map((line) => line.text)).toEqual(newer.split("\n"))
    }),
  )
})
