import Link from "next/link"
import { EDITION_LOOKS, KIND_WORDS } from "#components/release/document-words.ts"
import { Mark } from "#components/ui/mark.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { type DocumentKind, pathOf } from "#lib/documents/document.ts"
import { openPage } from "../../../../open-page.ts"
import { ApproveButton } from "../../document-forms.tsx"
import { loadRelease } from "../../load-release.ts"
import { Editor } from "./editor.tsx"
import { loadDocument } from "./load-document.ts"
import type { Face } from "./preview-frame.tsx"
import { Versions } from "./versions.tsx"
import "../../release.css"
import "./document.css"

type Props = { params: Promise<{ releaseId: string; documentId: string }> }

export const metadata = { title: "Document" }

const FACES: Record<DocumentKind, readonly Face[]> = { entry: ["page"], article: ["page"], announcement: ["widget"], email: ["mail"] }

export default async function DocumentPage({ params }: Props) {
  const named = await params
  const { deps, actor } = await openPage(`/workspace/releases/${named.releaseId}/documents/${named.documentId}`, "document.read")
  const release = await loadRelease(named.releaseId)
  const { document, versions } = await loadDocument(deps, named)
  const { id, kind, title, slug, body, tags, hash, state } = document
  const { sign, tone, word } = EDITION_LOOKS[state]
  const isLocked = release.state === "scheduled" || release.state === "launching"
  const mayApprove = release.state !== "launching" && (state === "draft" || state === "in_review") && mayDo(actor, "document.approve")
  const address = pathOf(kind, slug)
  const stored = { id, title, slug, body, tags: tags.join(", "), hash, hasAddress: address !== null }
  return (
    <>
      <p className="back">
        <Link href={`/workspace/releases/${release.id}`} prefetch={false}>
          {release.name}
        </Link>
      </p>
      <PageHead title={title} next={mayApprove ? <ApproveButton id={id} release={release.id} hash={hash} title={title} /> : undefined}>
        <span className="now-line">
          <Mark sign={sign} tone={tone}>
            {word}
          </Mark>
          <span>
            {KIND_WORDS[kind].name}. {isLocked ? `The release is ${release.state}: its words stay as they are.` : KIND_WORDS[kind].about}.
            {address === null ? "" : ` Its address: ${address}`}
          </span>
        </span>
      </PageHead>
      <Editor stored={stored} faces={FACES[kind]} mayWrite={!isLocked && mayDo(actor, "document.write")} />
      <Versions versions={versions} nowMs={deps.clock.now().epochMilliseconds} />
    </>
  )
}
