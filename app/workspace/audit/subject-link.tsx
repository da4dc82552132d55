import Link from "next/link"
import type { SubjectName } from "#lib/audit/list-subject-names.ts"
import { hasPage } from "../nav.ts"
import type { Line } from "./load-audit.ts"

/** The name of what a line is about, leading there where it has a page. */
export function SubjectLink({ line: { record, subject } }: { line: Line }) {
  if (subject === null) return NAMELESS.includes(record.subject.kind) ? null : <span className="quiet">{goneWord(record)}</span>
  const href = pageOf(subject)
  if (href === null) return <strong>{subject.name}</strong>
  return (
    <Link className="work-link" href={href} prefetch={false}>
      {subject.name}
    </Link>
  )
}

/** Its sentence names all there is to name. */
const NAMELESS: readonly string[] = ["hook delivery", "sender", "portal", "subscription", "import"]

function goneWord({ subject, detail }: Line["record"]): string {
  return typeof detail.name === "string" ? detail.name : `a ${subject.kind} that is gone`
}

function pageOf({ kind, id, within }: SubjectName): string | null {
  switch (kind) {
    case "release":
      return `/workspace/releases/${id}`
    case "document":
      return within === null ? null : `/workspace/releases/${within}/documents/${id}`
    case "launch":
      return `/workspace/launches/${id}`
    case "flag":
      return `/workspace/flags?flag=${id}`
    case "connection":
      return "/workspace/flags/connections"
    case "change":
      return `/workspace/unreleased?change=${id}`
    case "repository":
      return `/workspace/repositories/${id}`
    case "push":
      return `/workspace/repositories/${within}`
    case "deployment":
      return `/workspace/deployments?deployment=${id}`
    case "token":
      return "/workspace/tokens"
    case "subscriber":
      return `/workspace/audience?subscriber=${id}`
    case "segment":
      return `/workspace/audience/segments/${id}`
    case "person":
      return "/workspace/people"
    default:
      return hasPage(`/workspace/${kind}s`) ? `/workspace/${kind}s` : null
  }
}
