import { file, type SourceFile } from "./rule.ts"

/** One bad file, and what Biome has to say of it: the rule, or the message that names the right place. */
export type BiomeExample = { source: SourceFile; expects: string }

function bad(path: string, text: string, expects: string): BiomeExample {
  return { source: file(path, text), expects }
}

export const LANGUAGE: BiomeExample[] = [
  bad("lib/flags/any.ts", "export function read(value: any) {\n  return value\n}\n", "noExplicitAny"),
  bad("lib/flags/bang.ts", "export function read(value?: string) {\n  return value!.length\n}\n", "noNonNullAssertion"),
  bad("lib/flags/types.ts", 'import { Flag } from "./flag.ts"\n\nexport type Both = Flag[]\n', "useImportType"),
  bad("lib/flags/export.ts", 'import type { Flag } from "./flag.ts"\n\nexport { Flag }\n', "useExportType"),
  bad("lib/flags/nested.ts", "export const size = (n: number) => (n > 9 ? 1 : n > 4 ? 2 : 3)\n", "noNestedTernary"),
  bad("lib/flags/assign.ts", "export function next(n: number) {\n  n = n + 1\n  return n\n}\n", "noParameterAssign"),
  bad("lib/flags/protocol.ts", 'import { readFileSync } from "fs"\n\nreadFileSync("x")\n', "useNodejsImportProtocol"),
  bad("lib/flags/barrel.ts", 'export { OFF } from "./flag.ts"\n', "noBarrelFile"),
  bad("lib/flags/all.ts", 'export * from "./flag.ts"\n', "noReExportAll"),
  bad("lib/flags/CamelCase.ts", "export const a = 1\n", "useFilenamingConvention"),
  bad("lib/flags/extension.ts", 'import { read } from "./any"\n\nread(1)\n', "useImportExtensions"),
  bad("lib/flags/undeclared.ts", 'import left from "left-pad"\n\nleft()\n', "noUndeclaredDependencies"),
  bad("lib/flags/print.ts", 'console.log("x")\n', "noConsole"),
  bad("lib/flags/throw.ts", 'export function fail() {\n  throw "no"\n}\n', "useThrowOnlyError"),
  bad("lib/flags/ignore.ts", "// @ts-ignore\nexport const a: string = 1\n", "noTsIgnore"),
  bad("lib/flags/four.ts", "export function f(a: 1, b: 1, c: 1, d: 1, e: 1) {\n  return [a, b, c, d, e]\n}\n", "useMaxParams"),
  bad("lib/flags/long.ts", `export function f() {\n${"  g()\n".repeat(41)}}\nfunction g() {}\n`, "noExcessiveLinesPerFunction"),
  bad("app/workspace/actions.ts", `export function act() {\n${"  g()\n".repeat(26)}}\nfunction g() {}\n`, "noExcessiveLinesPerFunction"),
  bad("lib/flags/deep.ts", DEEP(), "noExcessiveCognitiveComplexity"),
  bad("lib/flags/one.ts", 'import { two } from "./two.ts"\n\nexport const one = () => two\n', "noImportCycles"),
  bad("lib/flags/two.ts", 'import { one } from "#lib/flags/one.ts"\n\nexport const two = () => one\n', "noImportCycles"),
  bad("lib/flags/floats.ts", `${LATER()}export function f() {\n  later()\n}\n`, "noFloatingPromises"),
  bad("lib/flags/misused.ts", `${LATER()}export function f() {\n  return later() ? 1 : 2\n}\n`, "noMisusedPromises"),
  bad("lib/flags/delete.ts", "export const f = (tx: Tx, flags: Table) => tx.delete(flags)\n", "noDrizzleDeleteWithoutWhere"),
  bad(
    "lib/flags/update.ts",
    "export const f = (tx: Tx, flags: Table) => tx.update(flags).set({ on: true })\n",
    "noDrizzleUpdateWithoutWhere",
  ),
  bad("tests/unit/focused.test.ts", 'import { test } from "vitest"\n\ntest.only("x", () => {})\n', "noFocusedTests"),
  bad("tests/unit/skipped.test.ts", 'import { test } from "vitest"\n\ntest.skip("x", () => {})\n', "noSkippedTests"),
]

/** A file that would break a limit, in a place where the limit does not hold; and what Biome could trip over. */
export const FINE: SourceFile[] = [
  file("lib/flags/flag.ts", "export type Flag = string\n\nexport const OFF = [false]\n"),
  file("app/(public)/r/[revision]/changelog/[slug]/page.tsx", 'import { listEntries } from "#lib/site/queries.ts"\n\nlistEntries()\n'),
  file(
    "lib/site/queries.ts",
    'import type { PublicDatabase } from "#db/transaction.ts"\n\nexport const listEntries = (db?: PublicDatabase) => db\n',
  ),
  file("app/globals.css", '@import "tailwindcss";\n\n@theme {\n  --color-curtain: oklch(0.4 0.1 20);\n}\n\n.card {\n  @apply p-4;\n}\n'),
  file("bin/start.ts", 'console.log("ready")\n'),
  file("lib/kernel/log.ts", 'console.log("ready")\n'),
  file("lib/runtime.ts", 'import { memory } from "./flags/providers/memory.ts"\n\nmemory.set()\n'),
  file("lib/flags/providers/memory.ts", 'import { cell } from "./cell.ts"\n\nexport const memory = cell\n'),
  file("lib/access/current-actor.ts", 'import { headers } from "next/headers"\n\nexport const currentActor = () => headers()\n'),
  file(
    "lib/jobs/queue.ts",
    'import { PgBoss } from "pg-boss"\nimport type { Log } from "../kernel/log.ts"\n\nexport const queue = (log: Log) => [log, PgBoss]\n',
  ),
  file("components/ui/button.tsx", 'import { unreachable } from "#lib/kernel/unreachable.ts"\n\nunreachable()\n'),
  file("tests/unit/long.test.ts", `export function f() {\n${"  g()\n".repeat(90)}}\nfunction g() {}\n`),
]

function DEEP(): string {
  return "export function f(a: number) {\n  for (;;) for (;;) for (;;) for (;;) if (a) return a\n}\n"
}

function LATER(): string {
  return "async function later(): Promise<boolean> {\n  return true\n}\n\n"
}
