import Link from "next/link"
import { PageHead } from "#components/ui/page-head.tsx"
import { openPage } from "../../../open-page.ts"
import { loadParts } from "../load-segments.ts"
import { SegmentForm } from "../segment-form.tsx"
import "#components/ui/dialog.css"
import "../../audience.css"

export const metadata = { title: "New segment" }

export default async function NewSegmentPage() {
  const { deps } = await openPage("/workspace/audience/segments/new", "segment.write")
  return (
    <>
      <p className="back">
        <Link href="/workspace/audience/segments" prefetch={false}>
          Segments
        </Link>
      </p>
      <PageHead title="New segment">A missing trait fulfils no condition. Who follows all topics follows each of them.</PageHead>
      <SegmentForm segment={null} parts={await loadParts(deps)} />
    </>
  )
}
