import { posix } from "node:path"
import { file, type Rule, type SourceFile } from "../rule.ts"

const TOP = /^(app|bin|components|db|emails|lib|public|tests|\.ci)\//

export const citedPaths: Rule = {
  name: "what the documents cite exists",
  complaints: (files) => {
    const known = new Set(files.flatMap(({ path }) => withFolders(path)))
    return files
      .filter(({ path }) => path.endsWith(".md") && !path.startsWith("public/"))
      .flatMap((source) => complain(source, known, scriptsIn(files)))
  },
  failing: [
    { files: [file("README.md", "the launch (`lib/launch/raise.ts`)")], complaint: "lib/launch/raise.ts" },
    { files: [file("lib/launch/README.md", "[drawing](./drawing.md)")], complaint: "lib/launch/drawing.md" },
    { files: [file("lib/decisions/0001-x.md", "see `#db/gone.ts`")], complaint: "db/gone.ts" },
    { files: [file("README.md", "`begin.ts`"), file("lib/launch/begin-launch.ts")], complaint: "begin.ts" },
    { files: [file("README.md", "`npm run fly`"), file("package.json", '{"scripts":{"dev":""}}')], complaint: "npm run fly" },
  ],
  passing: [
    file(
      "README.md",
      "`lib/launch/` `launch.ts` [x](https://example.com/lib/) `lib/<domain>/queries.ts` `npm run dev`\n```\nlib/gone.ts\n```",
    ),
    file("lib/launch/launch.ts"),
    file("package.json", '{"scripts":{"dev":""}}'),
  ],
}

function complain(source: SourceFile, known: Set<string>, scripts: string[]): string[] {
  const prose = source.text.replace(/^(```|~~~)[\s\S]*?^\1/gm, "")
  const folder = posix.dirname(source.path)
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map((hit) => hit[1] ?? "")
  const links = [...prose.matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map((hit) => hit[1] ?? "").filter((link) => !/^[a-z]+:|^\//.test(link))
  const paths = [...spans.flatMap((span) => pathIn(span, folder)), ...links.map((link) => posix.join(folder, link))]
  const gone = paths.filter((path) => !exists(path, known)).map((path) => `${source.path} cites ${path}, which does not exist`)
  const unknown = spans.flatMap((span) => /\bnpm run ([\w:-]+)/.exec(span)?.[1] ?? []).filter((script) => !scripts.includes(script))
  return [...gone, ...unknown.map((script) => `${source.path} cites npm run ${script}, which package.json does not have`)]
}

/** A span that is one path, without placeholders: below a known folder, relative, or a bare file name. */
function pathIn(span: string, folder: string): string[] {
  if (/[<>*{}…\s=,;]/.test(span)) return []
  const path = span.replace(/^#/, "").replace(/:\d+$/, "")
  if (TOP.test(path)) return [path]
  if (/^\.\.?\//.test(path)) return [posix.join(folder, path)]
  return /^[\w-]+(\.[\w-]+)*\.(ts|tsx|mjs|md|css)$/.test(path) ? [path] : []
}

function exists(path: string, known: Set<string>): boolean {
  if (known.has(path.replace(/\/$/, ""))) return true
  return !path.includes("/") && [...known].some((one) => one.endsWith(`/${path}`))
}

function withFolders(path: string): string[] {
  const parts = path.split("/")
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"))
}

function scriptsIn(files: SourceFile[]): string[] {
  const manifest: unknown = JSON.parse(files.find(({ path }) => path === "package.json")?.text ?? "{}")
  if (typeof manifest !== "object" || manifest === null || !("scripts" in manifest)) return []
  return Object.keys(manifest.scripts ?? {})
}
