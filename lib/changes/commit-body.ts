export type CommitBody = {
  text: string
  isBreaking: boolean
  flags: string[]
  revertsSha: string | null
  refersTo: string | null
  reverts: PullRequestNamed | null
}

/** `repository` is null where the text names none, and so means its own. */
export type PullRequestNamed = { repository: string | null; number: number }

const TRAILER = /^[a-z0-9][a-z0-9-]*(?:: +| #)\S|^\(cherry picked from commit [0-9a-f]+\)$/i
const BREAKING = /^BREAKING[ -]CHANGE(?:: +| #)\S/
const FLAGS = /^Feature-Flag\s*:(.+)$/i
const FLAG_KEY = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$/

/** What stands below the first line. Trailers count in the last paragraph only, as they do for git. */
export function readBody(text: string): CommitBody {
  const paragraphs = text.split(/\n(?:[ \t]*\n)+/).filter((paragraph) => paragraph.trim() !== "")
  const last = paragraphs.at(-1)?.split("\n") ?? []
  return {
    text: withoutTrailers(paragraphs).join("\n\n").trim(),
    isBreaking: text.split("\n").some((line) => BREAKING.test(line)),
    flags: flagsIn(last),
    revertsSha: shaIn(text.split("\n"), /^This reverts commit ([0-9a-f]{7,64})\b/i),
    refersTo: shaIn(last, /^Refs: +([0-9a-f]{7,64})\b/i),
    reverts: pullRequestReverted(text.split("\n")),
  }
}

function withoutTrailers(paragraphs: string[]): string[] {
  const last = paragraphs.at(-1)?.split("\n") ?? []
  const above = paragraphs.slice(0, -1)
  if (!isFooter(last)) return [...above, last.filter((line) => !FLAGS.test(line)).join("\n")]
  while (BREAKING.test(above.at(-1) ?? "")) above.pop()
  return above
}

/** Nothing but trailers and what continues them: indented lines, or any text below a breaking change. */
function isFooter(lines: string[]): boolean {
  const breaks = lines.findIndex((line) => BREAKING.test(line))
  return isTrailer(lines[0] ?? "") && lines.every((line, at) => isTrailer(line) || /^\s/.test(line) || (breaks >= 0 && at > breaks))
}

function isTrailer(line: string): boolean {
  return [TRAILER, BREAKING, FLAGS].some((pattern) => pattern.test(line))
}

function flagsIn(lines: string[]): string[] {
  const named = lines.flatMap((line) => FLAGS.exec(line)?.[1]?.split(",") ?? [])
  return [...new Set(named.map((key) => key.trim()).filter((key) => FLAG_KEY.test(key)))]
}

/** As GitHub's and GitLab's buttons write it: `Reverts acme/shop#12`, `This reverts merge request !12`. */
function pullRequestReverted(lines: string[]): PullRequestNamed | null {
  for (const line of lines) {
    const named = /^(?:Reverts (?:([\w.-]+\/[\w.-]+)?#)|This reverts merge request (?:([\w./-]+)?!))(\d{1,9})\b/.exec(line)
    if (named) return { repository: named[1] ?? named[2] ?? null, number: Number(named[3]) }
  }
  return null
}

function shaIn(lines: string[], pattern: RegExp): string | null {
  for (const line of lines) {
    const sha = pattern.exec(line)?.[1]
    if (sha !== undefined) return sha.toLowerCase()
  }
  return null
}
