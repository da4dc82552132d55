import { Skeleton } from "#components/ui/skeleton.tsx"
import "../../releases/[releaseId]/release.css"
import "./launch.css"

export default function Loading() {
  return (
    <>
      <p className="back">&nbsp;</p>
      <div className="release-head-space" />
      <div className="stage" />
      <div className="launch-columns">
        <Skeleton lines={7} about="The cast" />
        <Skeleton lines={9} about="The timeline" />
      </div>
    </>
  )
}
