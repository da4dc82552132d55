import { importsOf } from "../imports.ts"
import { file, isCode, type Rule, type SourceFile } from "../rule.ts"
import { lineAt, withoutComments } from "../scan.ts"

export const nothingAfterTheAnswer: Rule = {
  name: "no work after the answer, no use cache",
  complaints: (files) => files.filter((source) => isCode(source) && !source.path.startsWith("tests/")).flatMap(complain),
  failing: [
    { files: [file("app/workspace/actions.ts", 'import { after } from "next/server"')], complaint: "enqueue a job in the transaction" },
    { files: [file("app/page.tsx", 'import * as server from "next/server"')], complaint: "enqueue a job in the transaction" },
    { files: [file("app/(public)/page.tsx", '"use cache"\nexport default 1')], complaint: "the site revision in the path" },
    { files: [file("app/(public)/page.tsx", "async function read() {\n  'use cache: remote'\n}")], complaint: "page.tsx:2" },
    { files: [file("next.config.ts", "export default { cacheComponents: true }")], complaint: "cacheComponents" },
  ],
  passing: [
    file("app/page.tsx", 'import { connection } from "next/server"\n// "use cache" is off'),
    file("next.config.ts", "cacheComponents: false"),
  ],
}

function complain(source: SourceFile): string[] {
  const text = withoutComments(source.text)
  const late = importsOf(source).filter(
    ({ specifier, names }) => specifier === "next/server" && (names.includes("after") || names.includes("*")),
  )
  const cached = [...text.matchAll(/^\s*["'`]use cache(?:: \w+)?["'`]|\bcacheComponents:\s*true/gm)]
  return [
    ...late.map(
      ({ from, line }) => `${from}:${line} can run after(): what must happen is a row first; enqueue a job in the transaction of its cause`,
    ),
    ...cached.map(
      (hit) =>
        `${source.path}:${lineAt(text, hit.index)} has ${hit[0].trim()}: pages are cached by the site revision in the path, and by nothing else`,
    ),
  ]
}
