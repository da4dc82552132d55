import { readdirSync } from "node:fs"
import { dirname } from "node:path"

const APP = new URL("../../app/", import.meta.url)

/** The folder of every page there is, as it stands in the file tree: a page that is added is on this list by being there. */
export function listPageFolders(): string[] {
  const files = readdirSync(APP, { recursive: true, encoding: "utf8" })
  const pages = files.filter((file) => /(^|\/)page\.tsx$/.test(file))
  return pages.map((file) => (file === "page.tsx" ? "." : dirname(file))).sort()
}
