import { PageHead } from "#components/ui/page-head.tsx"
import { Skeleton } from "#components/ui/skeleton.tsx"

export default function Loading() {
  return (
    <>
      <PageHead title="Unreleased">In production, and told to nobody. Choose what belongs together and start a release from it.</PageHead>
      <div className="filter-form" style={{ height: 32 }} />
      <Skeleton lines={10} about="The list of changes" />
    </>
  )
}
