import Link from "next/link"
import { Drawer } from "#components/ui/drawer.tsx"
import { Moment } from "#components/ui/moment.tsx"
import type { DeploymentLine } from "#lib/changes/list-deployment-lines.ts"
import type { DeploymentId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import { type Asked, addressOf } from "./asked.ts"
import { doneBy, StatusMark, toldBy } from "./deployment-words.tsx"
import { type DeploymentSeen, loadDeployment } from "./load-deployments.ts"

type Props = { deps: Pick<Runtime, "db" | "clock">; id: DeploymentId; asked: Asked }

/** One deployment with the changes that came or went with it, beside the list. */
export async function DeploymentDrawer({ deps, id, asked }: Props) {
  const seen = await loadDeployment(deps, id)
  const at = { closeHref: addressOf(asked, { deployment: null }), openerId: `deployment-${id}` }
  if (seen === null)
    return (
      <Drawer title="There is no such deployment" {...at}>
        <p>Its address may have been cut off on its way.</p>
      </Drawer>
    )
  const { line } = seen
  return (
    <Drawer key={id} title={`${line.repository} to ${line.environment}`} {...at}>
      <Facts line={line} nowMs={deps.clock.now().epochMilliseconds} />
      <Changes seen={seen} />
    </Drawer>
  )
}

function Facts({ line, nowMs }: { line: DeploymentLine; nowMs: number }) {
  return (
    <dl className="drawer-facts">
      <dt>Status</dt>
      <dd>
        <StatusMark status={line.status} />
      </dd>
      <dt>When</dt>
      <dd>
        <Moment atMs={line.deployedAt.epochMilliseconds} nowMs={nowMs} />
      </dd>
      <dt>Commit</dt>
      <dd className="mono">{line.sha}</dd>
      <dt>Told by</dt>
      <dd>{toldBy(line)}</dd>
      {line.url === null ? null : (
        <>
          <dt>Address</dt>
          <dd>
            <a className="work-link" href={line.url} target="_blank" rel="noreferrer">
              {line.url}
            </a>
          </dd>
        </>
      )}
    </dl>
  )
}

function Changes({ seen: { line, changes } }: { seen: DeploymentSeen }) {
  const done = doneBy(line)
  if (done === null)
    return (
      <p className="quiet">
        {line.status === "success" ? "It brought nothing that was not there before." : "It has not changed what runs there."}
      </p>
    )
  const more = (line.changed?.count ?? 0) - changes.length
  return (
    <section>
      <h3>{done}</h3>
      <ul className="brought">
        {changes.map(({ id, title, type, author }) => (
          <li key={id}>
            <Link className="work-link" href={`/workspace/unreleased?change=${id}`} prefetch={false}>
              {title}
            </Link>
            <span className="quiet">
              {type}, {author}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="quiet">And {more.toLocaleString("en")} earlier ones.</p> : null}
    </section>
  )
}
