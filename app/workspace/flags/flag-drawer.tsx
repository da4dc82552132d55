import Link from "next/link"
import { ExposureMark } from "#components/flag/exposure-mark.tsx"
import { ReleaseMark } from "#components/release/release-mark.tsx"
import { Drawer } from "#components/ui/drawer.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { describeExposure } from "#lib/flags/exposure.ts"
import type { FlagChoices } from "#lib/flags/list-flag-choices.ts"
import type { Flag } from "#lib/flags/queries.ts"
import type { FlagId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import { type Asked, addressOf } from "./asked.ts"
import { consequenceOf } from "./consequence.ts"
import { DescriptionForm, FlagForm } from "./flag-form.tsx"
import { type FlagSeen, loadFlag } from "./load-flags.ts"
import { LookButton } from "./look-button.tsx"

type Props = { deps: Pick<Runtime, "db" | "clock">; id: FlagId; asked: Asked; choices: FlagChoices; mayWrite: boolean }

/** One flag: whom it serves, who decides about it, and what a person may change of it. */
export async function FlagDrawer({ deps, id, asked, choices, mayWrite }: Props) {
  const seen = await loadFlag(deps, id, choices)
  const at = { closeHref: addressOf(asked, { flag: null }), openerId: `flag-${id}` }
  if (seen === null)
    return (
      <Drawer title="There is no such flag" {...at}>
        <p>Its address may have been cut off on its way, or its connection was removed.</p>
      </Drawer>
    )
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <Drawer key={id} title={seen.flag.key} {...at}>
      <Facts seen={seen} nowMs={nowMs} mayWrite={mayWrite} />
      <Drifts seen={seen} nowMs={nowMs} />
      <Releases releases={seen.flag.releases} />
      {mayWrite ? <Changing flag={seen.flag} connection={seen.connection} /> : null}
    </Drawer>
  )
}

function Facts({ seen: { flag, connection }, nowMs, mayWrite }: { seen: FlagSeen; nowMs: number; mayWrite: boolean }) {
  const { id, environment, description, exposure, observedAt, createdAt } = flag
  return (
    <dl className="drawer-facts">
      <dt>Serves</dt>
      <dd className="exposure-now">
        <ExposureMark exposure={exposure} />
        <span className="quiet">{sentence(describeExposure(exposure))}</span>
        {flag.state === null && mayWrite ? <LookButton id={id} name={flag.key} /> : null}
      </dd>
      {flag.state === null ? (
        <>
          <dt>Seen</dt>
          <dd>
            <Moment atMs={observedAt?.epochMilliseconds ?? null} nowMs={nowMs} />
          </dd>
        </>
      ) : (
        <>
          <dt>Visitors</dt>
          <dd>{flag.isPublic ? "may know of it" : "cannot tell that it exists"}</dd>
        </>
      )}
      <dt>Environment</dt>
      <dd>{environment}</dd>
      <dt>Connection</dt>
      <dd>{connection}</dd>
      {description === "" ? null : (
        <>
          <dt>About</dt>
          <dd>{description}</dd>
        </>
      )}
      <dt>Known since</dt>
      <dd>
        <Moment atMs={createdAt.epochMilliseconds} nowMs={nowMs} />
      </dd>
    </dl>
  )
}

function Drifts({ seen: { drifts }, nowMs }: { seen: FlagSeen; nowMs: number }) {
  return drifts.map(({ launchId, release, expected, seen, noticedAt }) => (
    <div className="notice" data-kind="wrong" key={launchId}>
      <p>
        <strong>Drifted.</strong> {expected} {seen} Noticed <Moment atMs={noticedAt.epochMilliseconds} nowMs={nowMs} />.{" "}
        <Link className="work-link" href={`/workspace/releases/${release.id}`} prefetch={false}>
          Go to {release.name}
        </Link>
      </p>
    </div>
  ))
}

function Releases({ releases }: { releases: Flag["releases"] }) {
  return (
    <section>
      <h3>Releases</h3>
      {releases.length === 0 ? (
        <p className="quiet">No release moves it. Add it to one, so that it goes on together with the words about it.</p>
      ) : (
        <ul className="holders">
          {releases.map(({ id, name, state }) => (
            <li key={id}>
              <Link className="work-link" href={`/workspace/releases/${id}`} prefetch={false}>
                {name}
              </Link>
              <ReleaseMark state={state} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Changing({ flag, connection }: { flag: Flag; connection: string }) {
  const { id, key, description, releases, environment } = flag
  if (flag.state === null)
    return (
      <section>
        <h3>Change it</h3>
        <p className="quiet">Whom it serves changes in {connection}, or by a release. Here you can say what it is for.</p>
        <DescriptionForm id={id} description={description} />
      </section>
    )
  const consequence = consequenceOf({ releases, environment, isPublic: flag.isPublic })
  return (
    <section>
      <h3>Change it by hand</h3>
      <FlagForm flag={{ id, key, description, ...flag.state }} consequence={consequence} />
    </section>
  )
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
