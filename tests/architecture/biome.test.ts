import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, expect, test } from "vitest"
import { z } from "zod"
import { FINE, LANGUAGE } from "./biome-examples.ts"
import { IMPORTS } from "./import-examples.ts"
import type { SourceFile } from "./rule.ts"
import { ROOT } from "./tree.ts"

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const Diagnostic = z.object({
  category: z.string(),
  message: z.string(),
  location: z.object({ path: z.string(), start: z.object({ line: z.number() }) }),
})
type Diagnostic = z.infer<typeof Diagnostic>

const Report = z.object({ diagnostics: z.array(Diagnostic) })

const refused = lint([...LANGUAGE, ...IMPORTS].map(({ source }) => source))
const passed = lint(FINE)

test.each(LANGUAGE)("Biome refuses $source.path: $expects", ({ source, expects }) => {
  expect(about(refused, source.path).map(({ category }) => category)).toContainEqual(expect.stringContaining(expects))
})

test.each(IMPORTS.flatMap(({ source, messages }) => messages.map((message, index) => ({ path: source.path, line: index + 1, message }))))(
  "Biome refuses the import in $path:$line: $message",
  ({ path, line, message }) => {
    const said = about(refused, path).filter((one) => one.location.start.line === line && one.category.endsWith("/noRestrictedImports"))
    expect(said.map((one) => one.message)).toContainEqual(expect.stringContaining(message))
  },
)

test.each(FINE)("Biome lets $path pass", ({ path }) => {
  expect(about(passed, path)).toEqual([])
})

function about(diagnostics: Diagnostic[], path: string): Diagnostic[] {
  return diagnostics.filter(({ location }) => location.path === path)
}

/** The real configuration and binary, on a small tree of its own. */
function lint(files: SourceFile[]): Diagnostic[] {
  const folder = mkdtempSync(join(tmpdir(), "curtain-style-"))
  folders.push(folder)
  for (const settings of ["biome.json", "package.json", "tsconfig.json", ".gitignore"]) cpSync(join(ROOT, settings), join(folder, settings))
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const biome = join(ROOT, "node_modules", "@biomejs", "biome", "bin", "biome")
  const run = spawnSync(process.execPath, [biome, "lint", "--reporter=json", "--max-diagnostics=none"], { cwd: folder, encoding: "utf8" })
  return Report.parse(JSON.parse(run.stdout)).diagnostics
}
