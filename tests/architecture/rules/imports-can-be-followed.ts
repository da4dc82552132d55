import { importsOf } from "../imports.ts"
import { file, isCode, type Rule, type SourceFile } from "../rule.ts"
import { codeOnly, lineAt } from "../scan.ts"

/** Path → what it has to resolve by a name that is not written down. The list only shrinks. */
const EXCEPTIONS: Record<string, string> = {
  "db/embedded/binaries.ts": "the package of PostgreSQL's binaries is named after the platform",
  "public/widget.js": "a script of another origin has no address that a relative one could begin from",
}

export const importsCanBeFollowed: Rule = {
  name: "every import can be followed",
  complaints: (files) => {
    const known = new Set(files.map(({ path }) => path))
    return files.filter((source) => isCode(source) && !source.path.startsWith("tests/")).flatMap((source) => complain(source, known))
  },
  failing: [
    { files: [file("lib/runtime.ts", "const adapter = await import(name)")], complaint: "lib/runtime.ts:1" },
    { files: [file("lib/runtime.ts", "await import(`./providers/${name}.ts`)")], complaint: "cannot be followed" },
    { files: [file("lib/runtime.ts", "const load = createRequire(import.meta.url)")], complaint: "createRequire" },
    { files: [file("lib/launch/launch.ts", 'import { a } from "./gone.ts"')], complaint: "lib/launch/gone.ts, which does not exist" },
    {
      files: [file("lib/launch/launch.ts", 'import { a } from "../flags/flag.ts"\nimport { b } from "./launch"')],
      complaint: "lib/launch/launch, which",
    },
  ],
  passing: [
    file("lib/launch/launch.ts", 'const { a } = await import("./flip.ts")\nconst url = import.meta.url\ntype A = import("./flip.ts").A'),
    file("lib/launch/flip.ts"),
  ],
}

function complain(source: SourceFile, known: Set<string>): string[] {
  const code = codeOnly(source.text)
  const computed = [...code.matchAll(/(?<![.\w])(?:import|require)\s*\(|\bcreateRequire\b/g)].filter(
    (hit) => hit[0] === "createRequire" || !/^\s*(?:"[^"\n]+"|'[^'\n]+'|`[^`$]+`)/.test(source.text.slice(hit.index + hit[0].length)),
  )
  const gone = importsOf(source).filter(({ isPackage, target }) => !isPackage && !known.has(target) && !target.startsWith(".next/"))
  return [
    ...(source.path in EXCEPTIONS ? [] : computed).map(
      (hit) => `${source.path}:${lineAt(code, hit.index)} ${hit[0]} cannot be followed: name what is imported`,
    ),
    ...gone.map(({ line, target }) => `${source.path}:${line} imports ${target}, which does not exist`),
  ]
}
