import { file, isUnder, type Rule, type SourceFile } from "../rule.ts"

const PARTS = ["Context", "Decision", "Consequences"]
const HALF_A_PAGE = 45

export const decisions: Rule = {
  name: "a decision has a context, a decision and consequences",
  complaints: (files) => {
    const all = files.filter(({ path }) => isUnder(path, "lib/decisions"))
    return [...all.flatMap(complain), ...repeatedNumbers(all)]
  },
  failing: [
    { files: [file("lib/decisions/own-server.md", TEXT())], complaint: "NNNN-title.md" },
    { files: [file("lib/decisions/0001-own-server.md", "## Context\n## Decision\n")], complaint: "Consequences" },
    { files: [file("lib/decisions/0001-own-server.md", TEXT() + "more\n".repeat(50))], complaint: "half a page" },
    { files: [file("lib/decisions/0001-a.md", TEXT()), file("lib/decisions/0001-b.md", TEXT())], complaint: "0001 is taken twice" },
  ],
  passing: [file("lib/decisions/0001-own-server.md", TEXT())],
}

function TEXT(): string {
  return "# Own server\n\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n"
}

function complain({ path, text }: SourceFile): string[] {
  if (!/\/\d{4}-[a-z0-9-]+\.md$/.test(path)) return [`${path}: a decision is named NNNN-title.md`]
  const missing = PARTS.filter((part) => !new RegExp(`^##+ ${part}\\b|^\\*\\*${part}`, "m").test(text))
  const lines = text.split("\n").length - 1
  return [
    ...missing.map((part) => `${path} has no part "${part}"`),
    ...(lines > HALF_A_PAGE ? [`${path} has ${lines} lines: half a page (${HALF_A_PAGE}) is enough`] : []),
  ]
}

function repeatedNumbers(all: SourceFile[]): string[] {
  const numbers = all.flatMap(({ path }) => /\/(\d{4})-/.exec(path)?.[1] ?? [])
  return [...new Set(numbers.filter((number, index) => numbers.indexOf(number) !== index))].map(
    (number) => `lib/decisions/: ${number} is taken twice`,
  )
}
