import { expect, test } from "vitest"
import { editFor, type MarkName, markOf } from "../../../app/workspace/releases/[releaseId]/documents/[documentId]/markdown-marks.ts"

/** Written with brackets around what is chosen, before and after. */
function after(mark: MarkName, marked: string): string {
  const from = marked.indexOf("‹")
  const to = marked.indexOf("›") - 1
  const text = marked.replace(/[‹›]/g, "")
  const edit = editFor(mark, { text, from, to })
  const made = text.slice(0, edit.from) + edit.insert + text.slice(edit.to)
  const [begin, end] = edit.select
  return `${made.slice(0, begin)}‹${made.slice(begin, end)}›${made.slice(end)}`
}

test.each<[MarkName, string, string]>([
  ["bold", "Drag ‹cards› here", "Drag **‹cards›** here"],
  ["bold", "Drag **‹cards›** here", "Drag ‹cards› here"],
  ["bold", "Drag ‹›here", "Drag **‹bold text›**here"],
  ["italic", "‹cards›", "_‹cards›_"],
  ["code", "Run ‹npm start›", "Run `‹npm start›`"],
  ["code", "‹one\ntwo›", "```\n‹one\ntwo›\n```"],
  ["link", "Read ‹the guide›", "Read [the guide](‹https://›)"],
  ["link", "‹https://acme.example›", "[‹link›](https://acme.example)"],
  ["heading", "One\nTw‹›o\nThree", "One\n## Two‹›\nThree"],
  ["heading", "## Tw‹›o", "Two‹›"],
  ["bullets", "O‹ne\nTw›o", "- One\n- Two‹›"],
  ["bullets", "- O‹ne\n- Tw›o", "One\nTwo‹›"],
  ["numbers", "O‹ne\nTw›o", "1. One\n2. Two‹›"],
  ["quote", "‹›", "> ‹›"],
])("%s makes of %j %j", (mark, before, wanted) => {
  expect(after(mark, before)).toBe(wanted)
})

const pressed = { key: "", code: "", shiftKey: false, altKey: false, ctrlKey: false, metaKey: false }

test("a key asks for a mark with Ctrl or Command, never with both, and never alone", () => {
  expect(markOf({ ...pressed, key: "b", ctrlKey: true })).toBe("bold")
  expect(markOf({ ...pressed, key: "K", metaKey: true })).toBe("link")
  expect(markOf({ ...pressed, code: "Digit8", shiftKey: true, ctrlKey: true })).toBe("bullets")
  expect(markOf({ ...pressed, key: "b" })).toBeNull()
  expect(markOf({ ...pressed, key: "b", ctrlKey: true, metaKey: true })).toBeNull()
  expect(markOf({ ...pressed, key: "b", ctrlKey: true, altKey: true })).toBeNull()
})
