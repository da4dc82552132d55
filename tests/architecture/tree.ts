import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { SourceFile } from "./rule.ts"

export const ROOT = join(import.meta.dirname, "..", "..")

const TEXT = /(\.(ts|tsx|mts|js|mjs|css|json|md|sql|yml|yaml|sh|txt|html|svg|xml|csv)|(^|\/)(LICENSE|run|\.[a-z]+))$/

/** Every file that a commit would hold: tracked, or new and not ignored. Binary files come without their text. */
export function readTree(): SourceFile[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], { cwd: ROOT, encoding: "utf8", maxBuffer: 64 << 20 })
  const paths = listed.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)))
  return [...new Set(paths)].map((path) => ({ path, text: TEXT.test(path) ? readFileSync(join(ROOT, path), "utf8") : "" }))
}
