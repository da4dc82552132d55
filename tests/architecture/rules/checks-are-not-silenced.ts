import { file, isCode, type Rule, type SourceFile } from "../rule.ts"
import { lineAt } from "../scan.ts"

const SILENCERS = /@ts-(?:ignore|nocheck)\b|\bbiome-ignore-(?:all|start)\b|\beslint-disable\b|\bas unknown as\b|\bas any\b/g
const EXPECTED = /@ts-expect-error\b/g

export const checksAreNotSilenced: Rule = {
  name: "no check is silenced",
  complaints: (files) => files.filter((source) => isCode(source) && !source.path.startsWith("tests/architecture/")).flatMap(complain),
  failing: [
    { files: [file("lib/launch/launch.ts", "// @ts-ignore\nx()")], complaint: "@ts-ignore" },
    { files: [file("lib/launch/launch.ts", "/* biome-ignore-all lint: later */")], complaint: "biome-ignore-all" },
    { files: [file("lib/launch/launch.ts", "// @ts-expect-error\nx()")], complaint: "@ts-expect-error" },
    { files: [file("lib/launch/launch.ts", "return row as unknown as Launch")], complaint: "as unknown as" },
  ],
  passing: [file("tests/unit/ids.test.ts", "// @ts-expect-error ids of different kinds do not mix")],
}

function complain({ path, text }: SourceFile): string[] {
  const hits = [...text.matchAll(SILENCERS), ...(path.startsWith("tests/") ? [] : text.matchAll(EXPECTED))]
  return hits.map((hit) => `${path}:${lineAt(text, hit.index)} has ${hit[0]}: make the type true, or say in one named function why it is`)
}
