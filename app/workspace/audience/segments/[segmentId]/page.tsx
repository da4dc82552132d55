import Link from "next/link"
import { sized } from "#components/subscriber/size-words.ts"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { openPage } from "../../../open-page.ts"
import { loadParts, loadSegment } from "../load-segments.ts"
import { ruleInWords } from "../rule-words.ts"
import { SegmentForm } from "../segment-form.tsx"
import "#components/ui/dialog.css"
import "../../audience.css"

export const metadata = { title: "Segment" }

type Props = { params: Promise<{ segmentId: string }> }

export default async function SegmentPage({ params }: Props) {
  const { segmentId } = await params
  const { deps, actor } = await openPage(`/workspace/audience/segments/${segmentId}`, "segment.read")
  const { id, name, rule, members } = await loadSegment(deps, segmentId)
  return (
    <>
      <p className="back">
        <Link href="/workspace/audience/segments" prefetch={false}>
          Segments
        </Link>
      </p>
      <PageHead title={name}>
        {sized(members, "active subscriber", "active subscribers")}: {ruleInWords(rule)}.{" "}
        <Link className="work-link" href={`/workspace/audience?segment=${id}`} prefetch={false}>
          See who
        </Link>
      </PageHead>
      {mayDo(actor, "segment.write") ? <SegmentForm segment={{ id, name, rule }} parts={await loadParts(deps)} /> : null}
    </>
  )
}
