import type { DocumentKind } from "../documents/document.ts"
import type { ReleaseMail } from "./release.ts"

export type DraftedChange = { title: string; body: string; type: string; scope: string | null; breaking: boolean }
export type FirstDraft = { kind: DocumentKind; title: string; body: string; tags: string[] }

/** Where a change stands in an entry; the first heading that takes it wins. */
const HEADINGS: { heading: string; takes: (change: DraftedChange) => boolean }[] = [
  { heading: "What you need to do", takes: (change) => change.breaking },
  { heading: "New", takes: (change) => change.type === "feat" },
  { heading: "Faster", takes: (change) => change.type === "perf" },
  { heading: "Fixed", takes: (change) => change.type === "fix" },
  { heading: "Also changed", takes: () => true },
]

/** First words for a release, made from its changes: a start that an author rewrites, never published unread. */
export function firstDrafts(release: { name: string; summary: string; mail: ReleaseMail }, changes: DraftedChange[]): FirstDraft[] {
  const lead = release.summary.trim()
  const tags = tagsOf(changes)
  return [
    { kind: "entry", title: release.name, body: paragraphs([lead, ...sections(changes)]), tags },
    { kind: "announcement", title: release.name, body: paragraphs([lead || oneLine(changes)]), tags },
    { kind: "article", title: `${release.name}: how it works`, body: paragraphs([lead, ...steps(changes)]), tags: [] },
    ...(release.mail === "send"
      ? [{ kind: "email" as const, title: release.name, body: paragraphs([lead, ...newsOf(changes)]), tags: [] }]
      : []),
  ]
}

/** To those who were told of a release that was taken back: what happened, and what it means for them. */
export function correctionDraft({ name, summary }: { name: string; summary: string }, corrected: string): FirstDraft {
  const told = `We wrote to you about "${corrected}". We have taken it back: for now, everything is as it was before.`
  return { kind: "email", title: name, body: paragraphs([told, summary.trim()]), tags: [] }
}

function sections(changes: DraftedChange[]): string[] {
  const left = [...changes]
  return HEADINGS.flatMap(({ heading, takes }) => {
    const taken = left.filter(takes)
    for (const change of taken) left.splice(left.indexOf(change), 1)
    return taken.length === 0 ? [] : [`## ${heading}`, taken.map(listItem).join("\n")]
  })
}

/** A mail tells what is new and what there is to do; its button leads to the rest. */
function newsOf(changes: DraftedChange[]): string[] {
  return sections(changes.filter((change) => change.breaking || change.type === "feat" || change.type === "perf"))
}

function listItem({ title, body }: DraftedChange): string {
  const more = firstParagraph(body)
  return `- ${sentence(title)}${more === "" ? "" : ` ${more}`}`
}

/** What a reader can do now, a section each; fixes need no help article. */
function steps(changes: DraftedChange[]): string[] {
  return changes
    .filter((change) => change.type === "feat" || change.breaking)
    .flatMap((change) => [`## ${sentence(change.title).replace(/\.$/, "")}`, firstParagraph(change.body)])
}

function oneLine(changes: DraftedChange[]): string {
  return changes
    .filter((change) => change.type !== "fix")
    .slice(0, 3)
    .map((change) => sentence(change.title))
    .join(" ")
}

function tagsOf(changes: DraftedChange[]): string[] {
  return [...new Set(changes.flatMap((change) => (change.scope === null ? [] : [change.scope])))].slice(0, 5)
}

function sentence(title: string): string {
  const text = title.trim()
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}

function firstParagraph(body: string): string {
  return (body.trim().split(/\n\s*\n/)[0] ?? "").replace(/\s*\n\s*/g, " ")
}

function paragraphs(parts: string[]): string {
  return parts.filter((part) => part.trim() !== "").join("\n\n")
}
