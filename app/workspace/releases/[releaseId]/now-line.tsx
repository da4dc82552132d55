import Link from "next/link"
import { counted } from "#components/release/count.ts"
import { ReleaseMark } from "#components/release/release-mark.tsx"
import { ScheduledTime } from "#components/release/scheduled-time.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { unreachable } from "#lib/kernel/unreachable.ts"
import type { ReadinessReport } from "#lib/launch/readiness.ts"
import type { ReleaseView } from "#lib/releases/queries.ts"

type Props = { release: ReleaseView; readiness: ReadinessReport; nowMs: number }

/** What the release is now, in one line. */
export function NowLine({ release, readiness, nowMs }: Props) {
  return (
    <span className="now-line">
      <ReleaseMark state={release.state} />
      <span>
        <Sentence release={release} readiness={readiness} nowMs={nowMs} />
      </span>
    </span>
  )
}

function Sentence({ release, readiness, nowMs }: Props) {
  const { state, schedule, releasedAt, heldBecause, drift, corrects } = release
  switch (state) {
    case "planned":
      return (
        <>
          {corrects === null ? "Nothing of it is public." : <Corrects launch={corrects} />} {standing(readiness)}
        </>
      )
    case "scheduled":
      return schedule === null ? null : (
        <>
          The clock launches it <Moment atMs={schedule.instant.epochMilliseconds} nowMs={nowMs} />: <ScheduledTime schedule={schedule} />.
          Until then nothing of it can change. {standing(readiness)}
        </>
      )
    case "held":
      return <>Its time came, and it was not launched: {heldBecause ?? "it waits for a person"}.</>
    case "launching":
      return <>It is being launched at this moment. Nothing of it is public before every flag is proven.</>
    case "released":
      return (
        <>
          Public since <Moment atMs={releasedAt?.epochMilliseconds ?? null} nowMs={nowMs} />.
          {drift.length === 0 ? "" : ` ${drift.map(({ expected, seen }) => `${expected} ${seen}`).join(" ")}`}
        </>
      )
    case "recalled":
      return <>It was public and was taken back. It can be edited and launched again; nobody who was mailed is mailed again.</>
    default:
      return unreachable(state)
  }
}

function Corrects({ launch }: { launch: string }) {
  return (
    <>
      It puts right what{" "}
      <Link href={`/workspace/launches/${launch}`} prefetch={false}>
        a recalled launch
      </Link>{" "}
      told, to those who were mailed, and to nobody else.
    </>
  )
}

function standing({ checks }: ReadinessReport): string {
  const open = checks.filter(({ status }) => status === "block").length
  return open === 0 ? "It is ready." : `${counted(open, "check stands", "checks stand")} between it and its launch.`
}
