import { baseName, file, type Rule, type SourceFile } from "../rule.ts"

const PLACE_FOR: Record<string, string> = {
  index: "import the file itself; a barrel hides where things are",
  utils: "name the file after what it does, as lib/kernel/clock.ts",
  util: "name the file after what it does, as lib/kernel/clock.ts",
  helpers: "name the file after what it does, beside its only caller",
  helper: "name the file after what it does, beside its only caller",
  common: "what everything shares and nothing owns goes to lib/kernel/, by name",
  shared: "what everything shares and nothing owns goes to lib/kernel/, by name",
  misc: "each thing has one obvious place",
  types: "a type stands in the <noun>.ts of what it describes",
  constants: "a constant stands beside the code that it tunes, with its reason",
  service: "one verb per file: <verb>-<noun>.ts",
  services: "one verb per file: <verb>-<noun>.ts",
  manager: "one verb per file: <verb>-<noun>.ts",
  handler: "say what it does: <verb>-<noun>.ts",
  processor: "say what it does: <verb>-<noun>.ts",
}

export const bannedNames: Rule = {
  name: "no drawer is named after nothing",
  complaints: (files) => files.filter(({ path }) => /\.(ts|tsx|mts|js|mjs)$/.test(path)).flatMap(complain),
  failing: [
    { files: [file("lib/launch/index.ts")], complaint: "a barrel hides" },
    { files: [file("components/utils/time.ts")], complaint: '"utils"' },
    { files: [file("lib/mail/mail-service.ts")], complaint: '"service"' },
    { files: [file("lib/launch/types.ts")], complaint: "the <noun>.ts" },
    { files: [file("tests/support/helpers.ts")], complaint: '"helpers"' },
  ],
  passing: [file("lib/launch/launch.ts"), file("app/workspace/types/page.tsx")],
}

function complain({ path }: SourceFile): string[] {
  // A folder of a route is a word of a URL, and those are the product's.
  const folders = path.startsWith("app/") ? [] : path.split("/").slice(0, -1)
  const words = [...folders, ...baseName(path).split(/[.-]/)]
  return words.flatMap((word) => (Object.hasOwn(PLACE_FOR, word) ? [`${path}: "${word}" says nothing; ${PLACE_FOR[word]}`] : []))
}
