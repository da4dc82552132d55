import Link from "next/link"
import { counted } from "#components/release/count.ts"
import type { AudienceCount } from "#lib/delivery/count-audience.ts"
import type { DocumentView } from "#lib/documents/queries.ts"
import { unreachable } from "#lib/kernel/unreachable.ts"
import type { ReadinessReport } from "#lib/launch/readiness.ts"
import type { ReleaseView } from "#lib/releases/queries.ts"
import { LaunchButton } from "./launch-button.tsx"

type Props = {
  release: ReleaseView
  plan: { readiness: ReadinessReport; audience: AudienceCount; documents: readonly Pick<DocumentView, "kind">[] }
  mayLaunch: boolean
}

/** The one button that says what is next. */
export function NextStep({ release, plan, mayLaunch }: Props) {
  const { id, name, state, launch } = release
  switch (state) {
    case "planned":
    case "held":
    case "recalled":
      if (plan.readiness.is === "blocked") return <To href="#readiness">See what is missing</To>
      return mayLaunch ? <LaunchButton id={id} name={name} whom={whomOf(release, plan.audience)} does={doesOf(release, plan)} /> : null
    case "scheduled":
      return <To href="#schedule">See its time</To>
    case "launching":
      return launch === null ? null : <To href={`/workspace/launches/${launch.id}`}>Watch the launch</To>
    case "released":
      return launch === null ? null : <To href={`/workspace/launches/${launch.id}`}>Open the launch</To>
    default:
      return unreachable(state)
  }
}

function To({ href, children }: { href: string; children: string }) {
  return (
    <Link className="button" data-kind="main" href={href} prefetch={false}>
      {children}
    </Link>
  )
}

function whomOf({ mail, corrects }: ReleaseView, { mailed, isMore }: AudienceCount): string {
  if (mail === "none") return "everyone on the site"
  if (corrects !== null) return `${isMore ? "more than " : ""}${counted(mailed, "person", "people")} who were mailed before`
  return `${isMore ? "more than " : ""}${counted(mailed, "subscriber", "subscribers")} and everyone on the site`
}

/** What the launch will do, in the order in which it does it. */
function doesOf({ flags, mail, holdSeconds }: ReleaseView, { documents, audience }: Props["plan"]): string[] {
  const moved = flags.length === 0 ? "No flag moves." : `${counted(flags.length, "flag moves", "flags move")}, each read back.`
  const pages = documents.filter(({ kind }) => kind !== "email").length
  const shown = pages === 0 ? "Nothing becomes public." : `${counted(pages, "document becomes", "documents become")} public in one moment.`
  if (mail === "none") return [moved, shown, "Nobody is mailed."]
  const mailed = `${counted(audience.mailed, "mail leaves", "mails leave")} ${holdSeconds === 0 ? "at once" : `${Math.round(holdSeconds / 60)} min later`}; until then it can be stopped.`
  return [moved, shown, mailed]
}
