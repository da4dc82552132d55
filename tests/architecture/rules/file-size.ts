import { file, isUnder, type Rule, type SourceFile } from "../rule.ts"

/** Longer by nature: lists of columns, a story, cases. */
const LONGER = ["db/schema", "db/seed", "tests"]
const LIMIT = 250
const LONGER_LIMIT = 400

/** Path → why it is not split. The list only shrinks. */
const EXCEPTIONS: Record<string, string> = {}

export const fileSize: Rule = {
  name: "a file can be read in one sitting",
  complaints: (files) => files.filter(({ path }) => /\.(ts|tsx|mts|js|mjs|css)$/.test(path)).flatMap(complain),
  failing: [
    { files: [file("lib/launch/launch.ts", "\n".repeat(251))], complaint: "251 lines, 250 is the limit" },
    { files: [file("db/schema/launches.ts", "\n".repeat(401))], complaint: "401 lines, 400 is the limit" },
    { files: [file("app/globals.css", "\n".repeat(300))], complaint: "300 lines" },
  ],
  passing: [file("lib/launch/launch.ts", "\n".repeat(250)), file("tests/unit/long.test.ts", "\n".repeat(400))],
}

function complain({ path, text }: SourceFile): string[] {
  const lines = text.split("\n").length - 1
  const limit = isUnder(path, ...LONGER) ? LONGER_LIMIT : LIMIT
  if (lines <= limit || path in EXCEPTIONS) return []
  return [`${path} has ${lines} lines, ${limit} is the limit: give each verb or noun a file of its own`]
}
