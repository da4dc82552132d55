type Kind = "code" | "comment" | "string" | "regex"
type Piece = { kind: Kind; start: number; end: number }

/** The same length and lines, with comments blanked out. */
export function withoutComments(text: string): string {
  return blank(text, (kind) => kind === "comment")
}

/** The same length and lines, with comments and the insides of strings and regular expressions blanked out. */
export function codeOnly(text: string): string {
  return blank(text, (kind) => kind !== "code")
}

export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length
}

function blank(text: string, hides: (kind: Kind) => boolean): string {
  return piecesOf(text)
    .map(({ kind, start, end }) => {
      const part = text.slice(start, end)
      return hides(kind) ? part.replace(/[^\n]/g, " ") : part
    })
    .join("")
}

// Not a parser: enough of TypeScript to know what is code. A string ends with its line, so that an apostrophe
// in JSX text costs one line and not the file.
function piecesOf(text: string): Piece[] {
  const before = known.get(text)
  if (before) return before
  const pieces: Piece[] = []
  const open: string[] = []
  for (let at = 0; at < text.length; at = pieces.at(-1)?.end ?? text.length) pieces.push(nextPiece(text, at, open))
  known.set(text, pieces)
  return pieces
}

const known = new Map<string, Piece[]>()

/** `open` remembers which braces began a `${…}` of a template: those end with more of the template. */
function nextPiece(text: string, at: number, open: string[]): Piece {
  const char = text[at]
  if (char === "{") open.push(char)
  if (char !== "`" && (char !== "}" || open.pop() !== INTERPOLATION)) return readPiece(text, at)
  const template = readTemplate(text, at)
  if (text.slice(at, template.end).endsWith(INTERPOLATION)) open.push(INTERPOLATION)
  return template
}

const INTERPOLATION = "$" + "{"

function readPiece(text: string, start: number): Piece {
  const two = text.slice(start, start + 2)
  if (two === "//") return { kind: "comment", start, end: endOf(text, start, /\n/g, 0) }
  if (two === "/*") return { kind: "comment", start, end: endOf(text, start + 2, /\*\//g, 2) }
  const quoted = match(text, start, /"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?/y)
  if (quoted !== null) return { kind: "string", start, end: start + quoted }
  const regex = mayBeginRegex(text, start) ? match(text, start, /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/[\\\n])+\/[a-z]*/y) : null
  if (regex !== null) return { kind: "regex", start, end: start + regex }
  return { kind: "code", start, end: start + (match(text, start, /[\w$]+|\s+/y) ?? 1) }
}

/** From a backtick, or from the brace that ends a `${…}`, to the next one of either. */
function readTemplate(text: string, start: number): Piece {
  return { kind: "string", start, end: start + (match(text, start, /[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{|$)/y) ?? 1) }
}

function mayBeginRegex(text: string, start: number): boolean {
  if (text[start] !== "/") return false
  const before = text.slice(Math.max(0, start - 40), start).trimEnd()
  return before === "" || /([(,=:[!&|?;+~^]|\b(return|typeof|case|in|of|await|yield))$/.test(before)
}

function match(text: string, start: number, pattern: RegExp): number | null {
  pattern.lastIndex = start
  return pattern.exec(text)?.[0].length ?? null
}

function endOf(text: string, start: number, pattern: RegExp, length: number): number {
  pattern.lastIndex = start
  const found = pattern.exec(text)
  return found ? found.index + length : text.length
}
