import { PageHead } from "#components/ui/page-head.tsx"
import { Skeleton } from "#components/ui/skeleton.tsx"

export default function Loading() {
  return (
    <>
      <PageHead title="Releases">The moments at which people get what is deployed, and hear about it.</PageHead>
      <Skeleton lines={8} about="The list" />
    </>
  )
}
