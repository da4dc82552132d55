import { Skeleton } from "#components/ui/skeleton.tsx"
import "./release.css"

export default function Loading() {
  return (
    <>
      <p className="back">&nbsp;</p>
      <div className="release-head-space" />
      <div className="release-columns">
        <Skeleton lines={9} about="The release" />
        <Skeleton lines={7} about="Its readiness" />
      </div>
    </>
  )
}
