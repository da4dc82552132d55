import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { recordsIn } from "#lib/subscribers/csv-records.ts"
import { cellsIn, knownCells, readRow, shapeOf } from "#lib/subscribers/csv-row.ts"

const bytesOf = (text: string) => new TextEncoder().encode(text)
const recordsOf = (text: string) => [...recordsIn(bytesOf(text))]

describe("a file is cut into records", () => {
  test("by lines of either kind, without the empty ones, each with its number", () => {
    expect(recordsOf("a\r\n\r\n  \nb\nc")).toEqual([
      { line: 1, text: "a" },
      { line: 4, text: "b" },
      { line: 5, text: "c" },
    ])
  })

  test("with the line ends that stand in quotes", () => {
    expect(recordsOf('a,"x\ny\n"\nb')).toEqual([
      { line: 1, text: 'a,"x\ny\n"' },
      { line: 4, text: "b" },
    ])
  })

  test("a forgotten quote costs its line and no other", () => {
    expect(recordsOf('a\nb,"x\nc\nd')).toEqual([
      { line: 1, text: "a" },
      { line: 2, broken: "has a quote that is never closed" },
      { line: 3, text: "c" },
      { line: 4, text: "d" },
    ])
  })

  test("whatever the bytes are, no line with something on it is lost", () => {
    const piece = fc.constantFrom("a", ",", '"', "\n", "\r\n", " ", "é", '""')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join("")
        const told = recordsOf(text)
        const covered = told.flatMap((record) =>
          "text" in record ? record.text.split("\n").map((_, more) => record.line + more) : [record.line],
        )
        const written = text.split("\n").flatMap((line, place) => (line.trim() === "" ? [] : [place + 1]))
        expect(covered).toEqual(expect.arrayContaining(written))
      }),
    )
  })
})

describe("the first line", () => {
  test.each([
    ["email,name", ",", ["email", "name"]],
    ["\uFEFFEMAIL;Plan Name", ";", ["email", "Plan Name"]],
    ["email\tname", "\t", ["email", "name"]],
    ['"email","a,b"', ",", ["email", "a,b"]],
  ])("%j names the columns", (header, delimiter, columns) => expect(shapeOf(header)).toEqual({ delimiter, columns }))
})

test("many lines are parsed as each would be alone", () => {
  const cell = fc.constantFrom("a", '"b"', '"c ""d"""', '"e,f"', 'g"h', '"i"j', "", '"k\nl"')
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), (rows) => {
      const lines = rows.map((row) => row.join(","))
      expect(cellsIn(lines, ",")).toEqual(lines.flatMap((line) => cellsIn([line], ",")))
    }),
  )
})

test("a cell is a number, or a yes or no, where JSON would write it so, and a text elsewhere", () => {
  const shape = { delimiter: ",", columns: ["email", "trait"] }
  const traitOf = (cell: string) => {
    const read = readRow(["a@acme.example", cell], shape, { consent: "confirmed", cells: knownCells(new Set()) })
    return read.is === "row" ? read.row.traits.trait : read.message
  }
  expect(["12", "-1.5", "true", "01", "1e3", "1.0", "yes", " 7 ", "", "Infinity", "0x10"].map(traitOf)).toEqual([
    ...[12, -1.5, true, "01", "1e3", "1.0", "yes", 7, undefined, "Infinity", "0x10"],
  ])
  expect(traitOf("x".repeat(501))).toContain("500 characters")
  expect(traitOf("a\0b")).toContain("UTF-8")
})
