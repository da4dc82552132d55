import Link from "next/link"
import { counted } from "#components/release/count.ts"
import { RELEASE_LOOKS, ReleaseMark } from "#components/release/release-mark.tsx"
import { Empty } from "#components/ui/empty.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { RELEASE_STATES } from "#lib/releases/release.ts"
import { openPage } from "../open-page.ts"
import { loadReleases, type Wanted, wantedIn } from "./load-releases.ts"
import { NewRelease } from "./new-release.tsx"
import { ReleaseRow } from "./release-row.tsx"
import "./releases.css"

export const metadata = { title: "Releases" }

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function ReleasesPage({ searchParams }: Props) {
  const { deps, actor } = await openPage("/workspace/releases", "release.read")
  const wanted = wantedIn(await searchParams)
  const { groups, nextCursor } = await loadReleases(deps, wanted)
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <>
      <PageHead title="Releases" next={mayDo(actor, "release.plan") ? <NewRelease /> : undefined}>
        The moments at which people get what is deployed, and hear about it.
      </PageHead>
      <Filters wanted={wanted} />
      {groups.length === 0 ? <Nothing wanted={wanted} /> : null}
      {groups.map(({ state, releases }) => (
        <section className="release-group" key={state} aria-labelledby={`group-${state}`}>
          <h2 id={`group-${state}`}>
            <ReleaseMark state={state} /> <span className="quiet">{counted(releases.length, "release", "releases")}</span>
          </h2>
          <div className="table-frame">
            <table className="table releases">
              <thead>
                <tr>
                  <th scope="col">Release</th>
                  <th scope="col">Owner</th>
                  <th scope="col">Changes</th>
                  <th scope="col">When</th>
                  <th scope="col">Next</th>
                </tr>
              </thead>
              <tbody>
                {releases.map((release) => (
                  <ReleaseRow key={release.id} release={release} nowMs={nowMs} />
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
      {nextCursor === null ? null : (
        <p className="more">
          <Link className="button" href={addressOf(wanted, { cursor: nextCursor })} prefetch={false}>
            Older releases
          </Link>
        </p>
      )}
    </>
  )
}

function Filters({ wanted }: { wanted: Wanted }) {
  return (
    <div className="filters">
      <nav aria-label="By state">
        <ul>
          <Choice wanted={wanted} state={undefined} word="All" />
          {RELEASE_STATES.map((state) => (
            <Choice key={state} wanted={wanted} state={state} word={RELEASE_LOOKS[state].word} />
          ))}
        </ul>
      </nav>
      <form className="field find">
        {wanted.state === undefined ? null : <input type="hidden" name="state" value={wanted.state} />}
        <input type="search" name="q" aria-label="Search releases" placeholder="Name, summary or owner" defaultValue={wanted.search} />
      </form>
    </div>
  )
}

function Choice({ wanted, state, word }: { wanted: Wanted; state: Wanted["state"]; word: string }) {
  return (
    <li>
      <Link
        href={addressOf({ ...wanted, state }, {})}
        prefetch={false}
        scroll={false}
        aria-current={wanted.state === state ? "true" : undefined}
      >
        {word}
      </Link>
    </li>
  )
}

function Nothing({ wanted }: { wanted: Wanted }) {
  if (wanted.state !== undefined || wanted.search !== "") {
    return (
      <Empty title="No release fits">
        Nothing is {wanted.state === undefined ? "here" : RELEASE_LOOKS[wanted.state].word.toLowerCase()}
        {wanted.search === "" ? "" : ` with “${wanted.search}” in it`}. <Link href="/workspace/releases">Show all releases</Link>.
      </Empty>
    )
  }
  return (
    <Empty title="No release yet">
      A release gathers changes that are deployed, the words for them and the flags they are behind, and makes all of it public in one
      moment. Start with a name: <em>New release</em>.
    </Empty>
  )
}

function addressOf({ state, search }: Wanted, more: Record<string, string>): string {
  const query = new URLSearchParams({ ...(state ? { state } : {}), ...(search ? { q: search } : {}), ...more }).toString()
  return query === "" ? "/workspace/releases" : `/workspace/releases?${query}`
}
