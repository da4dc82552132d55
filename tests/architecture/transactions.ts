import { callsIn, closingOf, functionsOf } from "./functions.ts"
import { importsOf } from "./imports.ts"
import type { SourceFile } from "./rule.ts"
import { codeOnly, lineAt, withoutComments } from "./scan.ts"

/** One `.transaction(…)` of a file: what stands in it, and the bodies of all functions that it reaches. */
export type OpenedTransaction = { where: string; readsOnly: boolean; bodies: string[] }

export function transactionsIn(source: SourceFile, files: SourceFile[]): OpenedTransaction[] {
  const code = codeOnly(source.text)
  return [...code.matchAll(/\.transaction\s*(?:<[^(]*>)?\(/g)].map((hit) => {
    const open = hit.index + hit[0].length - 1
    const close = closingOf(code, open)
    return {
      where: `${source.path}:${lineAt(code, hit.index)}`,
      readsOnly: /accessMode:\s*["']read only/.test(withoutComments(source.text).slice(open, close)),
      bodies: reached(code.slice(open, close), source, { files, seen: new Set() }),
    }
  })
}

type Search = { files: SourceFile[]; seen: Set<string> }

/** Follows calls through functions of the same file and through imported functions of this repository. */
function reached(body: string, source: SourceFile, search: Search): string[] {
  const further = mentioned(body).flatMap((name) => {
    const home = homeOf(name, source, search.files)
    if (!home || search.seen.has(`${home.path} ${name}`)) return []
    search.seen.add(`${home.path} ${name}`)
    return functionsOf(home)
      .filter((one) => one.name === name)
      .flatMap((one) => reached(one.body, home, search))
  })
  return [body, ...further]
}

/** Calls, and functions that are handed on by name: `transaction(run)`. */
function mentioned(body: string): string[] {
  return [...callsIn(body), ...[...body.matchAll(/[(,]\s*(\w+)\s*(?=[,)]|$)/g)].map((hit) => hit[1] ?? "")]
}

function homeOf(name: string, source: SourceFile, files: SourceFile[]): SourceFile | undefined {
  if (functionsOf(source).some((one) => one.name === name)) return source
  const target = importsOf(source).find((one) => !one.isPackage && one.names.includes(name))?.target
  return files.find(({ path }) => path === target)
}
