import Link from "next/link"
import { Empty } from "#components/ui/empty.tsx"
import { FilterChoice, FilterForm } from "#components/ui/filter-form.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import type { FlagChoices } from "#lib/flags/list-flag-choices.ts"
import type { Query } from "../list-address.ts"
import { openPage } from "../open-page.ts"
import { type Asked, addressOf, askedIn, FLAGS, isFiltered } from "./asked.ts"
import { FlagDrawer } from "./flag-drawer.tsx"
import { FlagRow } from "./flag-row.tsx"
import { FlagTabs } from "./flag-tabs.tsx"
import { type FlagSeen, loadFlags } from "./load-flags.ts"
import { NewFlag } from "./new-flag.tsx"
import "./flags.css"
import "./rules.css"

export const metadata = { title: "Flags" }

export default async function FlagsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { deps, actor } = await openPage(FLAGS, "flag.read")
  const asked = askedIn(await searchParams)
  const { seen, choices, next } = await loadFlags(deps, asked)
  const mayWrite = mayDo(actor, "flag.write")
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <>
      <PageHead title="Flags" next={mayWrite ? <NewFlag connections={choices.connections} /> : undefined}>
        Whom each flag serves, in every environment and service, and which release decides.
      </PageHead>
      <FlagTabs here={FLAGS} />
      <Filters asked={asked} choices={choices} />
      {seen.length === 0 ? <Nothing asked={asked} /> : <Flags {...{ seen, asked, nowMs }} />}
      <Pager asked={asked} next={next} />
      {asked.flag === undefined ? null : <FlagDrawer {...{ deps, asked, choices, mayWrite }} id={asked.flag} />}
    </>
  )
}

function Filters({ asked, choices }: { asked: Asked; choices: FlagChoices }) {
  const connections = choices.connections.map(({ id, name }) => ({ value: id, word: name }))
  return (
    <FilterForm path={FLAGS} submit="Find" isFiltered={isFiltered(asked)}>
      <input
        type="search"
        name="search"
        aria-label="Find flags"
        placeholder="Key or description"
        maxLength={200}
        defaultValue={asked.search}
      />
      <FilterChoice
        name="environment"
        label="Environment"
        all="Any environment"
        chosen={asked.environment}
        options={choices.environments}
      />
      <FilterChoice name="connection" label="Connection" all="Any connection" chosen={asked.connection} options={connections} />
      <FilterChoice
        name="stands"
        label="Drift"
        all="Drifted or not"
        chosen={asked.stands}
        options={[{ value: "drifted", word: "Drifted only" }]}
      />
    </FilterForm>
  )
}

function Flags({ seen, asked, nowMs }: { seen: FlagSeen[]; asked: Asked; nowMs: number }) {
  return (
    <div className="table-frame">
      <table className="table cards flag-list">
        <caption className="visually-hidden">Flags, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Flag</th>
            <th scope="col" className="serves">
              Serves
            </th>
            <th scope="col" className="environment">
              Environment
            </th>
            <th scope="col" className="connection">
              Connection
            </th>
            <th scope="col" className="holder">
              Release
            </th>
          </tr>
        </thead>
        <tbody>
          {seen.map((one) => (
            <FlagRow key={one.flag.id} seen={one} nowMs={nowMs} address={addressOf(asked, { flag: one.flag.id })} open={asked.flag} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Pager({ asked, next }: { asked: Asked; next: string | null }) {
  if (next === null && asked.after === undefined) return null
  return (
    <nav className="pager" aria-label="Pages">
      {asked.after === undefined ? null : (
        <Link className="button" href={addressOf(asked, { after: null, flag: null })} prefetch={false}>
          Newest flags
        </Link>
      )}
      {next === null ? null : (
        <Link className="button" href={addressOf(asked, { after: next, flag: null })} prefetch={false}>
          Older flags
        </Link>
      )}
    </nav>
  )
}

function Nothing({ asked }: { asked: Asked }) {
  if (isFiltered(asked) || asked.after !== undefined)
    return (
      <Empty title={asked.stands === "drifted" ? "No flag has drifted" : "No flag fits"}>
        {asked.stands === "drifted" ? "Every released flag that fits is as its release left it. " : "None is like that. "}
        <a href={FLAGS}>Show all flags</a>.
      </Empty>
    )
  return (
    <Empty title="No flag yet">
      A flag keeps a deployed feature dark until its release. Create a built-in one here, or{" "}
      <Link className="work-link" href="/workspace/flags/connections" prefetch={false}>
        connect the service
      </Link>{" "}
      that has yours.
    </Empty>
  )
}
