import { file, type Rule, type SourceFile } from "../rule.ts"
import { DOMAINS } from "./layers.ts"

const FOLDERS = ["app", "bin", "components", "db", "emails", "lib", "public", "tests", ".ci"]
const ROOT_FILES = [
  ...["README.md", "LICENSE", "package.json", "package-lock.json", "tsconfig.json", "biome.json", "vitest.config.ts", ".gitignore"],
  ...["next.config.ts", "postcss.config.mjs", "server.ts"],
  ...["Dockerfile", ".dockerignore", "compose.yaml", ".env.example"],
]
const INSIDE: Record<string, string[]> = {
  lib: [...DOMAINS, "decisions", "runtime.ts", "worker.ts"],
  tests: ["unit", "integration", "features", "architecture", "support", "peers", "bench", "screenshots", "README.md"],
}

export const folderTree: Rule = {
  name: "every file stands in the folder tree",
  complaints: (files) => files.flatMap(complain),
  failing: [
    { files: [file("src/launch.ts")], complaint: "no folder src/" },
    { files: [file("launch.ts")], complaint: "no place at the top" },
    { files: [file("lib/billing/invoice.ts")], complaint: "lib/ has no billing" },
    { files: [file("lib/format.ts")], complaint: "lib/ has no format.ts" },
    { files: [file("tests/e2e/launch.test.ts")], complaint: "tests/ has no e2e" },
  ],
  passing: [file("server.ts"), file("app/(public)/layout.tsx"), file("lib/launch/launch.ts"), file("tests/unit/launch/launch.test.ts")],
}

function complain({ path }: SourceFile): string[] {
  const [top = "", second] = path.split("/")
  if (second === undefined) {
    return ROOT_FILES.includes(top) ? [] : [`${path} has no place at the top: commands go to bin/, all else to ${FOLDERS.join(", ")}`]
  }
  if (!FOLDERS.includes(top)) return [`${path}: there is no folder ${top}/, only ${FOLDERS.join(", ")}`]
  const inside = INSIDE[top]
  if (!inside || inside.includes(second)) return []
  return [`${path}: ${top}/ has no ${second}, only ${inside.join(", ")}; a new domain first gets a layer in the rule "layers"`]
}
