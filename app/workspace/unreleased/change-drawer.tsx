import Link from "next/link"
import { ExposureMark } from "#components/flag/exposure-mark.tsx"
import { ReleaseMark } from "#components/release/release-mark.tsx"
import { Drawer } from "#components/ui/drawer.tsx"
import { Moment } from "#components/ui/moment.tsx"
import type { Change } from "#lib/changes/change.ts"
import type { SeenExposure } from "#lib/flags/list-seen-exposures.ts"
import type { ChangeId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import { type Asked, addressOf } from "./asked.ts"
import { lineOf } from "./change-line.ts"
import { Source } from "./change-row.tsx"
import { EditForm } from "./edit-form.tsx"
import { loadChange } from "./load-change.ts"

type Props = { deps: Pick<Runtime, "db" | "clock">; id: ChangeId; asked: Asked; mayEdit: boolean }

/** Everything about one change, beside the list. */
export async function ChangeDrawer({ deps, id, asked, mayEdit }: Props) {
  const found = await loadChange(deps, id)
  const at = { closeHref: addressOf(asked, { change: null }), openerId: `change-${id}` }
  if (found === null)
    return (
      <Drawer title="There is no such change" {...at}>
        <p>It may have become part of a pull request that is a change itself.</p>
      </Drawer>
    )
  const { change, exposures } = found
  const { title, type, audience, flags, body } = change
  return (
    <Drawer key={id} title={title} {...at}>
      <Facts change={change} nowMs={deps.clock.now().epochMilliseconds} />
      {flags.length === 0 ? null : <Flags keys={flags} exposures={exposures} />}
      <section>
        <h3>Message</h3>
        {body.trim() === "" ? <p className="quiet">Its message says nothing beyond the title.</p> : <pre className="message">{body}</pre>}
      </section>
      {mayEdit ? <EditForm change={{ id, title, type, audience, flags }} /> : null}
    </Drawer>
  )
}

function Facts({ change, nowMs }: { change: Change; nowMs: number }) {
  const { author, type, audience, environments, mergedAt, deployedAt, release } = change
  return (
    <dl className="drawer-facts">
      <dt>Repository</dt>
      <dd>
        <Source line={lineOf(change, [])} />
      </dd>
      <dt>Author</dt>
      <dd>{author}</dd>
      <dt>Type</dt>
      <dd>
        {type}, {audience === "customer" ? "for customers" : "internal"}
        {change.breaking ? ", breaking" : ""}
      </dd>
      <dt>Merged</dt>
      <dd>
        <Moment atMs={mergedAt.epochMilliseconds} nowMs={nowMs} />
      </dd>
      <dt>In production</dt>
      <dd>
        <Moment atMs={deployedAt?.epochMilliseconds ?? null} nowMs={nowMs} never="not now" />
      </dd>
      <dt>Reached</dt>
      <dd>{environments.length === 0 ? "no environment" : environments.join(", ")}</dd>
      <dt>Release</dt>
      <dd>
        {release === null ? (
          <span className="quiet">none yet</span>
        ) : (
          <>
            <Link className="work-link" href={`/workspace/releases/${release.id}`} prefetch={false}>
              {release.name}
            </Link>{" "}
            <ReleaseMark state={release.state} />
          </>
        )}
      </dd>
    </dl>
  )
}

function Flags({ keys, exposures }: { keys: string[]; exposures: readonly SeenExposure[] }) {
  return (
    <section>
      <h3>Flags</h3>
      <ul className="flag-places">
        {keys.map((key) => {
          const places = exposures.filter((seen) => seen.key === key)
          return (
            <li key={key}>
              <span className="mono">{key}</span>
              {places.length === 0 ? <ExposureMark exposure={null} /> : null}
              {places.map(({ environment, connection, exposure }) => (
                <span className="place" key={`${connection} ${environment}`}>
                  <span className="quiet">
                    {environment}, {connection}
                  </span>
                  <ExposureMark exposure={exposure} />
                </span>
              ))}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
