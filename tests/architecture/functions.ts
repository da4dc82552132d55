import type { SourceFile } from "./rule.ts"
import { codeOnly } from "./scan.ts"

/** A function declaration at the top of a file. Strings and comments are blank in `parameters` and `body`. */
export type TopFunction = { name: string; isExported: boolean; isAsync: boolean; parameters: string; body: string }

const known = new WeakMap<SourceFile, TopFunction[]>()

export function functionsOf(file: SourceFile): TopFunction[] {
  const before = known.get(file)
  if (before) return before
  const code = codeOnly(file.text)
  const heads = [...code.matchAll(/^(export\s+)?(?:default\s+)?(async\s+)?function\s*\*?\s*([\w$]+)/gm)]
  const found = heads.flatMap((head) => readFunction(code, head))
  known.set(file, found)
  return found
}

/** Names called in a piece of code, methods included: `recordAudit(`, `tx.insert(`. */
export function callsIn(body: string): string[] {
  return [...body.matchAll(/([\w$]+)\s*(?:<[\w\s,.[\]]*>)?\s*\(/g)].map((hit) => hit[1] ?? "")
}

export function takes(parameters: string, name: string): boolean {
  return new RegExp(`(^|[,{(]|\\s)${name}\\s*[:?,}]`).test(parameters)
}

function readFunction(code: string, head: RegExpExecArray): TopFunction[] {
  const open = code.indexOf("(", head.index + head[0].length)
  if (open < 0) return []
  const close = closingOf(code, open)
  const start = bodyStart(code, close + 1)
  if (start === null) return []
  return [
    {
      name: head[3] ?? "",
      isExported: head[1] !== undefined,
      isAsync: head[2] !== undefined,
      parameters: code.slice(open + 1, close),
      body: code.slice(start + 1, closingOf(code, start)),
    },
  ]
}

/** The brace that opens the body: the first one that is not part of the return type. */
function bodyStart(code: string, from: number): number | null {
  let angles = 0
  for (let at = from; at < code.length; at = afterBracket(code, at)) {
    if (code[at] === "<") angles++
    if (code[at] === ">" && code[at - 1] !== "=") angles--
    const inType = angles > 0 || /[:|&]$/.test(code.slice(from, at).trimEnd())
    if (code[at] === "{" && !inType) return at
  }
  return null
}

function afterBracket(code: string, at: number): number {
  return "{([".includes(code[at] ?? " ") ? closingOf(code, at) + 1 : at + 1
}

/** Where the bracket at `open` closes; brackets in strings are blank already. */
export function closingOf(code: string, open: number): number {
  let depth = 0
  for (let at = open; at < code.length; at++) {
    const char = code[at] ?? ""
    if ("({[".includes(char)) depth++
    if (")}]".includes(char)) depth--
    if (depth === 0) return at
  }
  return code.length
}
