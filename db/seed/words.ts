import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** What one file says: a head of `name: value` lines, an empty line, and Markdown. */
export type Words = { file: string; title: string; slug?: string; tags: string[]; ago: number; body: string }

const HERE = import.meta.dirname

/** The words of a folder, in the order of their names. */
export function wordsIn(folder: string): Words[] {
  return readdirSync(join(HERE, folder))
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => wordsOf(name.replace(/\.md$/, ""), readFileSync(join(HERE, folder, name), "utf8")))
}

function wordsOf(file: string, text: string): Words {
  const end = text.indexOf("\n\n")
  const head = new Map(text.slice(0, end).split("\n").map(lineOf))
  const slug = head.get("slug")
  return {
    file,
    title: head.get("title") ?? "",
    tags: (head.get("tags") ?? "").split(/,\s*/).filter(Boolean),
    ago: Number(head.get("ago") ?? 0),
    body: text.slice(end + 2).trim(),
    ...(slug === undefined ? {} : { slug }),
  }
}

function lineOf(line: string): [string, string] {
  const at = line.indexOf(": ")
  return [line.slice(0, at), line.slice(at + 2)]
}
