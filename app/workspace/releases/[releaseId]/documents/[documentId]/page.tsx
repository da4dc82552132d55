import Link from "next/link"
import { EDITION_LOOKS, KIND_WORDS } from "#components/release/document-words.ts"
import { Mark } from "#components/ui/mark.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { type DocumentKind, pathOf } from "#lib/documents/document.ts"
import type { DocumentView } from "#lib/documents/queries.ts"
import type { ReleaseView } from "#lib/releases/queries.ts"
import { openPage } from "../../../../open-page.ts"
import { ApproveButton } from "../../document-forms.tsx"
import { loadRelease } from "../../load-release.ts"
import { Editor } from "./editor.tsx"
import { loadDocument } from "./load-document.ts"
import type { Face } from "./preview.tsx"
import { Versions } from "./versions.tsx"
import "../../release.css"
import "./document.css"
import "./versions.css"

type Props = {
  params: Promise<{ releaseId: string; documentId: string }>
  searchParams: Promise<{ older?: string | string[]; newer?: string | string[] }>
}

export const metadata = { title: "Document" }

const FACES: Record<DocumentKind, readonly Face[]> = {
  entry: ["page", "widget"],
  article: ["page"],
  announcement: ["widget"],
  email: ["mail", "text"],
}

export default async function DocumentPage({ params, searchParams }: Props) {
  const named = await params
  const path = `/workspace/releases/${named.releaseId}/documents/${named.documentId}` as const
  const { deps, actor } = await openPage(path, "document.read")
  const release = await loadRelease(named.releaseId)
  const { document, versions, compared, usedTags } = await loadDocument(deps, named, await searchParams)
  const { id, kind, title, hash, state } = document
  const isLocked = release.state === "scheduled" || release.state === "launching"
  const isOpen = release.state !== "launching" && (state === "draft" || state === "in_review")
  const may = { write: !isLocked && mayDo(actor, "document.write"), approve: isOpen && mayDo(actor, "document.approve") }
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <>
      <p className="back">
        <Link href={`/workspace/releases/${release.id}`} prefetch={false}>
          {release.name}
        </Link>
      </p>
      <PageHead title={title} next={may.approve ? <ApproveButton id={id} release={release.id} hash={hash} title={title} /> : undefined}>
        <NowLine document={document} release={release} nowMs={nowMs} />
      </PageHead>
      <Editor
        stored={storedOf(document)}
        addressBefore={addressBefore(kind, deps.settings.publicUrl)}
        wasPublic={versions.some((one) => one.state === "live" || one.state === "superseded" || one.state === "withdrawn")}
        usedTags={usedTags}
        faces={FACES[kind]}
        mayWrite={may.write}
      />
      <Versions document={{ id, hash }} {...{ path, versions, compared, nowMs }} mayWrite={may.write} />
    </>
  )
}

function storedOf({ id, title, slug, body, tags, hash }: DocumentView) {
  return { id, title, slug, body, tags: tags.join(", "), hash }
}

function addressBefore(kind: DocumentKind, publicUrl: URL): string | null {
  const path = pathOf(kind, "")
  return path === null ? null : new URL(path, publicUrl).href
}

function NowLine({ document, release, nowMs }: { document: DocumentView; release: ReleaseView; nowMs: number }) {
  const { kind, state, hash, approvedBy, approvedAt } = document
  const { sign, tone, word } = EDITION_LOOKS[state]
  const isLocked = release.state === "scheduled" || release.state === "launching"
  return (
    <span className="now-line">
      <Mark sign={sign} tone={tone}>
        {word}
      </Mark>
      <span>
        {approvedBy === null ? null : (
          <>
            Approved by {approvedBy} <Moment atMs={approvedAt?.epochMilliseconds ?? null} nowMs={nowMs} />, exactly{" "}
            <code>{hash.slice(0, 8)}</code>.{" "}
          </>
        )}
        {KIND_WORDS[kind].name}: {isLocked ? `its release is ${release.state}, so its words stay as they are` : KIND_WORDS[kind].about}.
      </span>
    </span>
  )
}
