import Link from "next/link"
import { PageHead } from "#components/ui/page-head.tsx"

export default function NotFoundPage() {
  return (
    <PageHead title="There is nothing here">
      The address may be mistyped, or what stood here is gone. <Link href="/workspace">Go to the start of the workspace</Link>.
    </PageHead>
  )
}
