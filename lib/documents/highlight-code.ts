import type { Element, ElementContent, RootContent } from "hast"
import { createCssVariablesTheme, createHighlighterCore, type HighlighterCore } from "shiki/core"
import { createOnigurumaEngine } from "shiki/engine/oniguruma"

const LANGUAGES = {
  bash: () => import("shiki/langs/bash.mjs"),
  css: () => import("shiki/langs/css.mjs"),
  diff: () => import("shiki/langs/diff.mjs"),
  docker: () => import("shiki/langs/docker.mjs"),
  go: () => import("shiki/langs/go.mjs"),
  graphql: () => import("shiki/langs/graphql.mjs"),
  html: () => import("shiki/langs/html.mjs"),
  http: () => import("shiki/langs/http.mjs"),
  ini: () => import("shiki/langs/ini.mjs"),
  java: () => import("shiki/langs/java.mjs"),
  javascript: () => import("shiki/langs/javascript.mjs"),
  json: () => import("shiki/langs/json.mjs"),
  jsx: () => import("shiki/langs/jsx.mjs"),
  kotlin: () => import("shiki/langs/kotlin.mjs"),
  php: () => import("shiki/langs/php.mjs"),
  python: () => import("shiki/langs/python.mjs"),
  ruby: () => import("shiki/langs/ruby.mjs"),
  rust: () => import("shiki/langs/rust.mjs"),
  sql: () => import("shiki/langs/sql.mjs"),
  swift: () => import("shiki/langs/swift.mjs"),
  toml: () => import("shiki/langs/toml.mjs"),
  tsx: () => import("shiki/langs/tsx.mjs"),
  typescript: () => import("shiki/langs/typescript.mjs"),
  xml: () => import("shiki/langs/xml.mjs"),
  yaml: () => import("shiki/langs/yaml.mjs"),
}
type Language = keyof typeof LANGUAGES

const ALSO_CALLED: Record<string, Language> = {
  js: "javascript",
  ts: "typescript",
  py: "python",
  rb: "ruby",
  rs: "rust",
  kt: "kotlin",
  sh: "bash",
  shell: "bash",
  zsh: "bash",
  console: "bash",
  dockerfile: "docker",
  yml: "yaml",
  gql: "graphql",
  jsonc: "json",
}

/** A sample for readers is far shorter. What is longer is shown plain, so that no text can hold up a page. */
const LONGEST_CODE = 10_000

// The colours stand in the stylesheet, light and dark; a token only says which of them it wants.
const theme = createCssVariablesTheme({ name: "by-class", variablePrefix: "--", fontStyle: false })

let opened: Promise<HighlighterCore> | null = null

/** The code as tokens with classes and no style attribute, or null where it is better shown plain. */
export async function highlightCode(code: string, named: string): Promise<ElementContent[] | null> {
  const language = languageOf(named)
  if (language === null || code.length > LONGEST_CODE) return null
  const highlighter = await openHighlighter()
  await highlighter.loadLanguage(LANGUAGES[language]())
  const [block] = highlighter.codeToHast(code, { lang: language, theme: "by-class" }).children
  const [lines] = block?.type === "element" ? block.children : []
  return lines?.type === "element" ? classedAll(lines.children) : null
}

function openHighlighter(): Promise<HighlighterCore> {
  opened ??= createHighlighterCore({ themes: [theme], langs: [], engine: createOnigurumaEngine(import("shiki/wasm")) })
  return opened
}

function languageOf(named: string): Language | null {
  const name = named.toLowerCase()
  const found = ALSO_CALLED[name] ?? name
  return isLanguage(found) ? found : null
}

function isLanguage(name: string): name is Language {
  return Object.hasOwn(LANGUAGES, name)
}

/** Our stylesheets are the only ones a page obeys: `color:var(--token-keyword)` becomes the class `token-keyword`. */
function classedAll(nodes: readonly RootContent[]): ElementContent[] {
  return nodes.flatMap((node): ElementContent[] => {
    if (node.type === "element") return [classed(node)]
    return node.type === "text" ? [node] : []
  })
}

function classed({ tagName, properties, children }: Element): Element {
  const [, token] = /color:var\(--(token-[a-z-]+)\)/.exec(String(properties.style)) ?? []
  return { type: "element", tagName, properties: token === undefined ? {} : { className: [token] }, children: classedAll(children) }
}
