import { type Import, importsOf } from "../imports.ts"
import { baseName, domainOf, file, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { codeOnly } from "../scan.ts"

export const componentsAreGivenData: Rule = {
  name: "components and mail templates are given data",
  complaints: (files) =>
    files
      .filter(({ path }) => isUnder(path, "components", "emails"))
      .flatMap((source) => importsOf(source).flatMap((one) => complain(one, files))),
  failing: [
    { files: [card('import { releases } from "#db/schema/releases.ts"')], complaint: "the page's loader reads" },
    { files: [card('import { listReleases } from "#lib/releases/queries.ts"')], complaint: "the page's loader reads" },
    {
      files: [
        card('import { recall } from "#lib/launch/recall-launch.ts"'),
        file("lib/launch/recall-launch.ts", "export async function recall() {}"),
      ],
      complaint: "actions.ts",
    },
    { files: [card('import { openRuntime } from "#lib/runtime.ts"')], complaint: "actions.ts" },
    { files: [card('import { loadRelease } from "../../app/workspace/load-release.ts"')], complaint: "app/ imports components" },
    { files: [file("components/ui/badge.tsx", 'import type { LaunchState } from "#lib/launch/launch.ts"')], complaint: "another product" },
    { files: [file("components/ui/badge.tsx", 'import { Stage } from "../release/stage.tsx"')], complaint: "another product" },
  ],
  passing: [
    card('import type { LaunchState } from "#lib/launch/launch.ts"\nimport { Button } from "../ui/button.tsx"'),
    file("components/ui/button.tsx", 'import { unreachable } from "#lib/kernel/unreachable.ts"'),
  ],
}

function card(text: string): SourceFile {
  return file("components/release/card.tsx", text)
}

function complain({ from, line, target, isPackage }: Import, files: SourceFile[]): string[] {
  if (isPackage) return []
  const where = `${from}:${line} imports ${target}`
  if (isUnder(target, "app"))
    return [`${where}: app/ imports components, never the other way round; a route's own components stand in its folder`]
  if (isUnder(from, "components/ui")) {
    const fits = isUnder(target, "components/ui", "lib/kernel")
    return fits ? [] : [`${where}: components/ui/ could ship in another product; what knows ours stands in components/<domain>/`]
  }
  if (isUnder(target, "db") || baseName(target) === "queries") return [`${where}: props are plain data; the page's loader reads`]
  if (acts(target, files)) return [`${where}: a component calls no command; pass it an action from the route's actions.ts`]
  return []
}

function acts(target: string, files: SourceFile[]): boolean {
  if (!isUnder(target, "lib")) return false
  const waits = files.some(({ path, text }) => path === target && /\b(async|await)\b/.test(codeOnly(text)))
  return domainOf(target) === null || target.includes("/providers/") || baseName(target) === "jobs" || waits
}
