import Link from "next/link"
import { PageHead } from "#components/ui/page-head.tsx"

export default function ForbiddenPage() {
  return (
    <PageHead title="This page is for other roles">
      Your role in this portal does not include it. An owner can change that under People. <Link href="/workspace">Go back</Link>.
    </PageHead>
  )
}
