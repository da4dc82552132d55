import { PageHead } from "#components/ui/page-head.tsx"
import { Skeleton } from "#components/ui/skeleton.tsx"

export default function Loading() {
  return (
    <>
      <PageHead title="Deployments">What was deployed where, and what that brought. None of it is public before its release.</PageHead>
      <div className="filter-form" style={{ height: 32 }} />
      <Skeleton lines={10} about="The list of deployments" />
    </>
  )
}
