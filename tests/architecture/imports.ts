import { posix } from "node:path"
import type { SourceFile } from "./rule.ts"
import { codeOnly, lineAt, withoutComments } from "./scan.ts"

export type Import = {
  /** Who imports, and where. */
  from: string
  line: number
  /** A path of this repository, or the name of a package (`node:fs`, `@scope/name`). */
  target: string
  isPackage: boolean
  specifier: string
  /** What is taken: names as the other side exports them, `default`, or `*`. */
  names: string[]
  /** Erased by the compiler: a dependency of the reader, not of the program. */
  typeOnly: boolean
}

const known = new WeakMap<SourceFile, Import[]>()

/** Static, re-exporting, side-effect and dynamic imports, and `require`, of one file. */
export function importsOf(file: SourceFile): Import[] {
  const before = known.get(file)
  if (before) return before
  const found = /\.(ts|tsx|mts|js|mjs)$/.test(file.path) ? readImports(file) : []
  known.set(file, found)
  return found
}

const STATEMENT = /\b(?:import|export)\s+(type\s+)?([\w$*{}\s,]+?)\s*from\s*["']([^"'\n]+)["']/g
const SIDE_EFFECT = /\bimport\s*()()["']([^"'\n]+)["']/g
const CALL = /\b(?:import|require)\s*\(\s*()()["'`]([^"'`\n]+)["'`]/g

function readImports(file: SourceFile): Import[] {
  const text = withoutComments(file.text)
  const code = codeOnly(file.text)
  return [STATEMENT, SIDE_EFFECT, CALL].flatMap((pattern) =>
    [...text.matchAll(pattern)]
      .filter((hit) => /\w/.test(code[hit.index] ?? " "))
      .map((hit) => describe(file.path, lineAt(text, hit.index), { type: hit[1], clause: hit[2] ?? "", specifier: hit[3] ?? "" })),
  )
}

type Parts = { type: string | undefined; clause: string; specifier: string }

function describe(from: string, line: number, { type, clause, specifier }: Parts): Import {
  const names = namesIn(clause)
  const typeOnly = Boolean(type) || (names.length > 0 && names.every((name) => name.startsWith("type ")))
  const local = localTarget(from, specifier)
  return {
    from,
    line,
    target: local ?? packageName(specifier),
    isPackage: local === null,
    specifier,
    names: names.map((name) => name.replace(/^type /, "")),
    typeOnly,
  }
}

function namesIn(clause: string): string[] {
  if (clause === "") return ["*"]
  const named = /\{([^}]*)\}/.exec(clause)?.[1] ?? ""
  const outside = clause
    .replace(/\{[^}]*\}/, "")
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
  const inside = named
    .split(",")
    .map((part) =>
      part
        .trim()
        .replace(/\s+as\s+\w+$/, "")
        .replace(/\s+/g, " "),
    )
    .filter(Boolean)
  return [...outside.map((part) => (part.startsWith("*") ? "*" : "default")), ...inside]
}

/** `#lib/x.ts` and `../x.ts` are files of ours; the aliases of package.json all name a top-level folder. */
function localTarget(from: string, specifier: string): string | null {
  if (specifier.startsWith("#")) return specifier.slice(1)
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier)
  return null
}

function packageName(specifier: string): string {
  if (specifier.startsWith("node:")) return specifier
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")
}
