import { expect, test } from "vitest"
import { functionsOf } from "./functions.ts"
import { importsOf } from "./imports.ts"
import { file } from "./rule.ts"
import { codeOnly, withoutComments } from "./scan.ts"

test.each([
  ["a() // b()", "a()       "],
  ["a() /* b()\n c() */ d()", "a()       \n        d()"],
  ['a("b()") + c', "a(     ) + c"],
  ["a(`b ${c(`d`)} e`) + f", "a(     c(   )    ) + f"],
  ["const r = /[/\"']/g; a()", "const r =         ; a()"],
  ["a / b / c", "a / b / c"],
  ["<p>Don't</p>\nimport x", "<p>Don      \nimport x"],
])("code is told from what only looks like it: %s", (text, code) => {
  expect(codeOnly(text)).toBe(code)
})

test("comments go and strings stay", () => {
  expect(withoutComments('import "x" // from "y"')).toBe('import "x"            ')
})

test("imports of every form are found, and none in strings or comments", () => {
  const text = [
    'import type { A } from "#lib/launch/launch.ts"',
    'import thing, { type B, c as d } from "../flags/flag.ts"',
    'export { e } from "./edition.ts"',
    'import "server-only"',
    'const f = await import("@scope/name/deep")',
    '// import { g } from "./comment.ts"',
    "const text = 'import { h } from \"./string.ts\"'",
    "import {",
    "  i,",
    "  type J,",
    '} from "node:fs"',
  ].join("\n")
  const found = importsOf(file("lib/documents/document.ts", text))
  expect(found.map(({ target, names, typeOnly, line }) => [line, target, names.join(), typeOnly]).sort()).toEqual(
    [
      [1, "lib/launch/launch.ts", "A", true],
      [2, "lib/flags/flag.ts", "default,B,c", false],
      [3, "lib/documents/edition.ts", "e", false],
      [4, "server-only", "*", false],
      [5, "@scope/name", "*", false],
      [8, "node:fs", "i,J", false],
    ].sort(),
  )
})

test("functions are found with their parameters and bodies, whatever they return", () => {
  const text = [
    "export async function one<T extends object>(deps: { db: Db }, then: () => void): Promise<{ is: T }> {\n  return run({})\n}",
    'export function two(tx: Tx): { is: "done" } | null {\n  return null\n}',
    "function three(value: unknown): value is Launch {\n  return '}' === value\n}",
    "export default function Page() {\n  return null\n}",
  ].join("\n\n")
  const found = functionsOf(file("lib/launch/launch.ts", text))
  expect(found.map(({ name, isExported, isAsync, body }) => [name, isExported, isAsync, body.trim().slice(0, 8)])).toEqual([
    ["one", true, true, "return r"],
    ["two", true, false, "return n"],
    ["three", false, false, "return  "],
    ["Page", true, false, "return n"],
  ])
})
