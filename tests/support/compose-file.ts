/** A value of compose.yaml: as much of YAML as that file is written in. */
export type Yaml = string | string[] | { [name: string]: Yaml }

/** Mappings by indentation, lists of texts, and texts; nothing is quoted, nothing spans lines. */
export function readYaml(text: string): { [name: string]: Yaml } {
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("#"))
  return mapping(lines, 0)
}

function mapping(lines: string[], depth: number): { [name: string]: Yaml } {
  const found: { [name: string]: Yaml } = {}
  while (lines.length > 0 && indentOf(lines[0]) === depth) {
    const [, name = "", value = ""] = /^ *([\w-]+):(?: (.*))?$/.exec(lines.shift() ?? "") ?? []
    if (name === "") throw new Error("compose.yaml says something that is not `name: value`")
    found[name] = value === "" ? below(lines, depth + 2) : value
  }
  return found
}

function below(lines: string[], depth: number): Yaml {
  if (lines.length === 0 || indentOf(lines[0]) < depth) return ""
  if (!lines[0]?.trim().startsWith("- ")) return mapping(lines, depth)
  const items: string[] = []
  while (lines[0]?.trim().startsWith("- ") && indentOf(lines[0]) === depth) items.push(lines.shift()?.trim().slice(2) ?? "")
  return items
}

function indentOf(line = ""): number {
  return line.length - line.trimStart().length
}

/** `${NAME}` and `${NAME:?why}`, as compose fills them in. */
export function filledIn(text: string, values: Record<string, string>): string {
  return text.replaceAll(/\$\{(\w+)(?::\?([^}]*))?\}/g, (_, name: string, why = "it is not set") => {
    const value = values[name]
    if (!value) throw new Error(`${name}: ${why}`)
    return value
  })
}

/** A file of `NAME=value` lines. */
export function readEnvironmentFile(text: string): Record<string, string> {
  const lines = text.split("\n").filter((line) => /^\w+=/.test(line))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]))
}
