import Link from "next/link"
import { sized, sizeInWords } from "#components/subscriber/size-words.ts"
import { Empty } from "#components/ui/empty.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import type { Size } from "#lib/subscribers/sample.ts"
import type { SubscriberState } from "#lib/subscribers/subscriber.ts"
import type { Query } from "../list-address.ts"
import { openPage } from "../open-page.ts"
import { AddButton } from "./add-button.tsx"
import { type Asked, AUDIENCE, addressOf, askedIn, isFiltered } from "./asked.ts"
import { AudienceHead } from "./audience-head.tsx"
import { Filters } from "./filters.tsx"
import { loadAudience } from "./load-audience.ts"
import { SubscriberDrawer } from "./subscriber-drawer.tsx"
import { SubscriberTable } from "./subscriber-table.tsx"
import "#components/ui/dialog.css"
import "./audience.css"

export const metadata = { title: "Audience" }

export default async function AudiencePage({ searchParams }: { searchParams: Promise<Query> }) {
  const { deps, actor } = await openPage(AUDIENCE, "subscriber.read")
  const asked = askedIn(await searchParams)
  const { subscribers, next, sizes, choices } = await loadAudience(deps, asked)
  const may = { write: mayDo(actor, "subscriber.write"), erase: mayDo(actor, "subscriber.erase") }
  const nowMs = deps.clock.now().epochMilliseconds
  const isNew = subscribers.length === 0 && !isFiltered(asked) && asked.after === undefined
  return (
    <>
      <AudienceHead here="/workspace/audience" next={may.write ? <Next topics={choices.topics} /> : null}>
        {isNew ? "Who hears of your releases by mail." : inWords(sizes)}
      </AudienceHead>
      {isNew ? null : <Filters asked={asked} choices={choices} />}
      {subscribers.length === 0 ? (
        <Nothing isNew={isNew} mayWrite={may.write} publicUrl={deps.settings.publicUrl.href} />
      ) : (
        <SubscriberTable subscribers={subscribers} topics={choices.topics} asked={asked} nowMs={nowMs} />
      )}
      <Pager asked={asked} next={next} />
      {asked.subscriber === undefined ? null : (
        <SubscriberDrawer deps={deps} id={asked.subscriber} asked={asked} may={may} topics={choices.topics} />
      )}
    </>
  )
}

function inWords({ active, pending, ended }: Record<SubscriberState, Size>): string {
  return `${sized(active, "subscriber is", "subscribers are")} active, ${sizeInWords(pending)} not confirmed yet, ${sizeInWords(ended)} ended. Only the active ones are mailed.`
}

function Next({ topics }: { topics: { key: string; name: string }[] }) {
  return (
    <div className="row-acts">
      <Link className="button" href={`${AUDIENCE}/import`} prefetch={false}>
        Import a file
      </Link>
      <AddButton topics={topics.map(({ key, name }) => ({ key, name }))} />
    </div>
  )
}

function Nothing({ isNew, mayWrite, publicUrl }: { isNew: boolean; mayWrite: boolean; publicUrl: string }) {
  if (!isNew)
    return (
      <Empty title="Nobody fits">
        No subscriber is like that. <a href={AUDIENCE}>Show all subscribers</a>.
      </Empty>
    )
  return (
    <Empty title="Nobody has subscribed yet">
      People subscribe on <a href={`${publicUrl}subscribe`}>the public page</a>, and are mailed once they confirmed.{" "}
      {mayWrite ? (
        <>
          If you hold the consent of people already, <a href={`${AUDIENCE}/import`}>import them from a file</a>; that mails nobody.
        </>
      ) : (
        "Publishers and owners can import people from a file."
      )}
    </Empty>
  )
}

function Pager({ asked, next }: { asked: Asked; next: string | null }) {
  if (next === null && asked.after === undefined) return null
  return (
    <nav className="pager" aria-label="Pages">
      {asked.after === undefined ? null : (
        <Link className="button" href={addressOf(asked, { after: null, subscriber: null })} prefetch={false}>
          Newest subscribers
        </Link>
      )}
      {next === null ? null : (
        <Link className="button" href={addressOf(asked, { after: next, subscriber: null })} prefetch={false}>
          Older subscribers
        </Link>
      )}
    </nav>
  )
}
