import Link from "next/link"
import { EDITION_LOOKS, KIND_WORDS } from "#components/release/document-words.ts"
import { Mark } from "#components/ui/mark.tsx"
import { DOCUMENT_KINDS, type DocumentKind } from "#lib/documents/document.ts"
import type { DocumentView } from "#lib/documents/queries.ts"
import type { ReleaseView } from "#lib/releases/queries.ts"
import { AddDocument, ApproveButton, WriteDrafts } from "./document-forms.tsx"

type Props = { release: ReleaseView; documents: DocumentView[]; may: { write: boolean; approve: boolean } }

export function DocumentsSection({ release, documents, may }: Props) {
  const missing = DOCUMENT_KINDS.filter((kind) => documents.every((document) => document.kind !== kind))
  const isDraftable = missing.some((kind) => kind !== "email" || release.mail === "send")
  return (
    <section className="section" aria-labelledby="documents">
      <div className="section-head">
        <h2 id="documents">Documents</h2>
        {may.write && missing.length > 0 ? (
          <AddDocument id={release.id} kinds={missing.map((kind) => ({ kind, ...KIND_WORDS[kind] }))} />
        ) : null}
      </div>
      <ul className="rows">
        {documents.map((document) => (
          <DocumentRow key={document.id} document={document} mayApprove={may.approve} />
        ))}
        {missing.map((kind) => (
          <li key={kind} className="absent">
            <span className="row-name">
              {KIND_WORDS[kind].name} <span className="quiet">{needOf(kind, release)}</span>
            </span>
          </li>
        ))}
      </ul>
      {may.write && isDraftable && release.changes.length > 0 ? <WriteDrafts id={release.id} /> : null}
    </section>
  )
}

function DocumentRow({ document, mayApprove }: { document: DocumentView; mayApprove: boolean }) {
  const { id, releaseId, kind, title, state, hash, approvedHash } = document
  const { sign, tone, word } = EDITION_LOOKS[state]
  const isOpen = (state === "draft" || state === "in_review") && approvedHash !== hash
  return (
    <li>
      <Link className="row-name" href={`/workspace/releases/${releaseId}/documents/${id}`} prefetch={false}>
        {title} <span className="quiet">{KIND_WORDS[kind].name}</span>
      </Link>
      <Mark sign={sign} tone={tone}>
        {word}
      </Mark>
      {mayApprove && isOpen ? <ApproveButton id={id} release={releaseId} hash={hash} title={title} /> : null}
    </li>
  )
}

function needOf(kind: DocumentKind, { mail, requires, corrects }: ReleaseView): string {
  const isNeeded = (kind === "entry" && corrects === null) || requires.includes(kind) || (kind === "email" && mail === "send")
  return isNeeded ? "required, and not written yet" : "not written; this release can do without"
}
