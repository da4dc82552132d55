import { file, isCode, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { codeOnly, lineAt } from "../scan.ts"

export const sqlIsLiteral: Rule = {
  name: "raw SQL in lib/ and app/ is a literal",
  complaints: (files) => files.filter((source) => isCode(source) && isUnder(source.path, "lib", "app", "components")).flatMap(complain),
  failing: [
    { files: [file("lib/releases/queries.ts", "sql.raw(input.order)")], complaint: "sql.raw" },
    { files: [file("lib/releases/queries.ts", "sql.raw(`order by ${input.order}`)")], complaint: "sql.raw" },
    { files: [file("lib/releases/queries.ts", 'sql.raw("a" + input.b)')], complaint: "sql.raw" },
    { files: [file("lib/releases/queries.ts", "client.unsafe(text)")], complaint: ".unsafe" },
  ],
  passing: [file("lib/releases/queries.ts", 'sql.raw("for update skip locked")\nsql.raw(`now()`)\nsql`${input.order}`')],
}

function complain({ path, text }: SourceFile): string[] {
  const code = codeOnly(text)
  return [...code.matchAll(/\b(?:sql\s*\.\s*raw|\w+\s*\.\s*unsafe)\s*\(/g)]
    .filter((hit) => !/^\s*(?:"[^"\n]*"|'[^'\n]*'|`[^`$]*`)\s*\)/.test(text.slice(hit.index + hit[0].length)))
    .map(
      (hit) =>
        `${path}:${lineAt(code, hit.index)} has ${hit[0]}…) of something that is not a literal: pass values through sql\`\`, choose names from a list`,
    )
}
