import { file, isCode, type Rule, type SourceFile } from "../rule.ts"
import { codeOnly, lineAt } from "../scan.ts"

// Biome's noFloatingPromises does not see that a drizzle query is a promise; unawaited it never even runs.
const STATEMENT =
  /(?<=^|[;{}\n])[ \t]*(?:void\s+)?(?:\w+\.)*(?:db|tx|publicDb)\s*\.\s*(?:select|insert|update|delete|execute|transaction|insertJob)\s*[(<]/g
const GOES_ON = /([([,=>:?|&+]|\b(?:await|return|yield|of|in))$/

export const statementsAreAwaited: Rule = {
  name: "no database statement floats",
  complaints: (files) => files.filter(isCode).flatMap(complain),
  failing: [
    { files: [file("lib/flags/create-flag.ts", "authorize(actor)\n  tx.insert(flags).values(row)\n")], complaint: "create-flag.ts:2" },
    { files: [file("lib/flags/create-flag.ts", "void deps.db.transaction(run)")], complaint: "is not awaited" },
    { files: [file("lib/flags/create-flag.ts", "if (late) {\n  tx\n    .delete(flags)\n}")], complaint: "is not awaited" },
  ],
  passing: [
    file(
      "lib/flags/create-flag.ts",
      "await tx.insert(flags)\nreturn deps.db.transaction(run)\nawait Promise.all([\n  tx.select(),\n  tx.select(),\n])",
    ),
    file("lib/flags/create-flag.ts", "const rows = await\n  tx.select()\nlist((tx) =>\n  tx.select())"),
  ],
}

function complain({ path, text }: SourceFile): string[] {
  const code = codeOnly(text)
  return [...code.matchAll(STATEMENT)]
    .filter((hit) => !GOES_ON.test(code.slice(Math.max(0, hit.index - 200), hit.index).trimEnd()))
    .map((hit) => `${path}:${lineAt(code, hit.index + hit[0].search(/\w/))} ${hit[0].trim()}…) is not awaited, so it never runs`)
}
