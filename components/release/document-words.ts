import type { DocumentKind } from "#lib/documents/document.ts"
import type { EditionState } from "#lib/documents/edition.ts"
import type { Sign, Tone } from "../ui/mark.tsx"

export const KIND_WORDS: Record<DocumentKind, { name: string; about: string }> = {
  entry: { name: "Changelog entry", about: "The page that tells of the release, in every feed" },
  announcement: { name: "In-app announcement", about: "The widget inside your product" },
  email: { name: "Email", about: "One mail to every subscriber; its title is the subject" },
  article: { name: "Help article", about: "How it works, under Help" },
}

export const EDITION_LOOKS: Record<EditionState, { sign: Sign; tone: Tone; word: string }> = {
  draft: { sign: "ring", tone: "wait", word: "Draft" },
  in_review: { sign: "half", tone: "wait", word: "In review" },
  approved: { sign: "check", tone: "live", word: "Approved" },
  live: { sign: "dot", tone: "live", word: "Live" },
  superseded: { sign: "ring", tone: "quiet", word: "Superseded" },
  withdrawn: { sign: "back", tone: "quiet", word: "Withdrawn" },
}
