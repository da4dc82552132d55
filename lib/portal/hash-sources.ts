import { createHash } from "node:crypto"
import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"

/** Everything that a build is made of. What only tests and commands use is not: changing it needs no build. */
const SOURCES = ["app", "components", "db", "lib", "public", "next.config.ts", "postcss.config.mjs", "package-lock.json"]

export function hashSources(root: string): string {
  const hash = createHash("sha256")
  for (const file of SOURCES.flatMap((name) => filesAt(root, name))) {
    hash.update(`${file}\0`).update(
      createHash("sha256")
        .update(readFileSync(join(root, file)))
        .digest(),
    )
  }
  return hash.digest("hex")
}

function filesAt(root: string, name: string): string[] {
  const found = statSync(join(root, name), { throwIfNoEntry: false })
  if (!found) return []
  if (found.isFile()) return [name]
  return readdirSync(join(root, name))
    .sort()
    .flatMap((entry) => filesAt(root, join(name, entry)))
}
