import Link from "next/link"
import { Empty } from "#components/ui/empty.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import type { Query } from "../list-address.ts"
import { openPage } from "../open-page.ts"
import { type Asked, addressOf, askedIn, isFiltered, UNRELEASED } from "./asked.ts"
import { ChangeDrawer } from "./change-drawer.tsx"
import { ChangeList } from "./change-list.tsx"
import { Filters } from "./filters.tsx"
import { FirstRun } from "./first-run.tsx"
import { loadFirstSteps, loadPlans, loadUnreleased } from "./load-unreleased.ts"
import { StoryNotice } from "./story-notice.tsx"
import "./bulk-bar.css"
import "./first-run.css"
import "./unreleased.css"

export const metadata = { title: "Unreleased" }

export default async function UnreleasedPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { deps, actor } = await openPage(UNRELEASED, "change.read")
  const asked = askedIn(await searchParams)
  const steps = await loadFirstSteps(deps, asked)
  if (steps !== null) return <FirstRun steps={steps} portal={deps.settings.publicUrl.origin} />
  const { lines, next, choices } = await loadUnreleased(deps, asked)
  const may = { plan: mayDo(actor, "release.plan"), edit: mayDo(actor, "change.edit") }
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <>
      <PageHead title="Unreleased">In production, and told to nobody. Choose what belongs together and start a release from it.</PageHead>
      <StoryNotice deps={deps} actor={actor} />
      <Filters asked={asked} choices={choices} />
      <ChangeList
        // What was chosen belongs to the list it was chosen from.
        key={addressOf(asked, { change: null })}
        {...{ lines, nowMs, may }}
        plans={may.plan ? await loadPlans(deps) : []}
        address={addressOf(asked, { change: null })}
        open={asked.change ?? null}
      >
        {lines.length === 0 ? <Nothing asked={asked} /> : null}
      </ChangeList>
      <Pager asked={asked} next={next} />
      {asked.change === undefined ? null : <ChangeDrawer deps={deps} id={asked.change} asked={asked} mayEdit={may.edit} />}
    </>
  )
}

function Pager({ asked, next }: { asked: Asked; next: string | null }) {
  if (next === null && asked.after === undefined) return null
  return (
    <nav className="pager" aria-label="Pages">
      {asked.after === undefined ? null : (
        <Link className="button" href={addressOf(asked, { after: null, change: null })} prefetch={false}>
          Newest changes
        </Link>
      )}
      {next === null ? null : (
        <Link className="button" href={addressOf(asked, { after: next, change: null })} prefetch={false}>
          Older changes
        </Link>
      )}
    </nav>
  )
}

function Nothing({ asked }: { asked: Asked }) {
  if (isFiltered(asked) || asked.after !== undefined)
    return (
      <Empty title="No change fits">
        Nothing unreleased is like that. <a href={UNRELEASED}>Show all unreleased changes</a>.
      </Empty>
    )
  return (
    <Empty title="Nothing is waiting">
      Everything that production has for customers is released. What the next deployment brings will stand here until its release.
    </Empty>
  )
}
