import Link from "next/link"
import { counted } from "#components/release/count.ts"
import { ScheduledTime } from "#components/release/scheduled-time.tsx"
import { Mark } from "#components/ui/mark.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { unreachable } from "#lib/kernel/unreachable.ts"
import type { ReleaseView } from "#lib/releases/queries.ts"

export function ReleaseRow({ release, nowMs }: { release: ReleaseView; nowMs: number }) {
  const { id, name, owner, changes, drift } = release
  return (
    <tr>
      <td className="name">
        <Link href={`/workspace/releases/${id}`} prefetch={false}>
          {name}
        </Link>
        {drift.length === 0 ? null : (
          <Mark sign="alert" tone="wait">
            Drifted
          </Mark>
        )}
      </td>
      <td>{owner ?? <span className="quiet">nobody</span>}</td>
      <td>{changes.length === 0 ? <span className="quiet">none</span> : counted(changes.length, "change", "changes")}</td>
      <td>
        <When release={release} nowMs={nowMs} />
      </td>
      <td>
        <Next release={release} />
      </td>
    </tr>
  )
}

function When({ release: { schedule, releasedAt, updatedAt }, nowMs }: { release: ReleaseView; nowMs: number }) {
  if (schedule !== null) return <ScheduledTime schedule={schedule} />
  if (releasedAt !== null) return <Moment atMs={releasedAt.epochMilliseconds} nowMs={nowMs} />
  return (
    <span className="quiet">
      edited <Moment atMs={updatedAt.epochMilliseconds} nowMs={nowMs} />
    </span>
  )
}

/** The one thing that is next, and the place where it is done. */
function Next({ release: { id, state, launch } }: { release: ReleaseView }) {
  const page = `/workspace/releases/${id}`
  const launchPage = launch === null ? page : `/workspace/launches/${launch.id}`
  switch (state) {
    case "planned":
      return <To href={`${page}#readiness`}>See what is missing</To>
    case "scheduled":
      return <To href={`${page}#schedule`}>Wait for its time</To>
    case "held":
      return <To href={page}>Decide: it waits for you</To>
    case "launching":
      return <To href={launchPage}>Watch the launch</To>
    case "released":
      return <To href={launchPage}>See how it went</To>
    case "recalled":
      return <To href={page}>Edit and launch again</To>
    default:
      return unreachable(state)
  }
}

function To({ href, children }: { href: string; children: string }) {
  return (
    <Link className="next" href={href} prefetch={false}>
      {children}
    </Link>
  )
}
