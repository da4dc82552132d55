import Link from "next/link"
import { counted } from "#components/release/count.ts"
import { Mark } from "#components/ui/mark.tsx"
import { Moment } from "#components/ui/moment.tsx"
import type { FlagConnection } from "#lib/flags/queries.ts"
import { EditButton, RemoveButton, TestButton, TokenButton } from "./connection-forms.tsx"
import type { ConnectionSeen } from "./load-connections.ts"

type Props = { seen: ConnectionSeen; mayManage: boolean; nowMs: number }

/** One service: how it stands, what its token may do, and what can be done about it. */
export function ConnectionCard({ seen, mayManage, nowMs }: Props) {
  const { connection, flags, releases } = seen
  const { id, name, baseUrl, project } = connection
  return (
    <section className="panel connection" aria-labelledby={`connection-${id}`}>
      <header>
        <h2 id={`connection-${id}`}>{name}</h2>
        <Standing connection={connection} nowMs={nowMs} />
      </header>
      <p className="quiet">
        Unleash, project <span className="mono">{project}</span> at <span className="mono">{baseUrl}</span>.{" "}
        <Link className="work-link" href={`/workspace/flags?connection=${id}`} prefetch={false}>
          {counted(flags, "flag", "flags")}
        </Link>
      </p>
      <Report connection={connection} nowMs={nowMs} />
      {mayManage ? (
        <div className="form-foot">
          <TestButton id={id} name={name} />
          <EditButton connection={{ id, name, baseUrl }} />
          <TokenButton connection={{ id, name, hasToken: connection.hasToken }} />
          <RemoveButton connection={{ id, name }} flags={flags} releases={releases.map((release) => release.name)} />
        </div>
      ) : null}
    </section>
  )
}

function Standing({ connection: { hasToken, quietUntil, report }, nowMs }: { connection: FlagConnection; nowMs: number }) {
  if (!hasToken)
    return (
      <Mark sign="alert" tone="wrong">
        no token
      </Mark>
    )
  if (quietUntil !== null)
    return (
      <Mark sign="pause" tone="wait">
        asked for peace, ends <Moment atMs={quietUntil.epochMilliseconds} nowMs={nowMs} />
      </Mark>
    )
  if (report === null)
    return (
      <Mark sign="ring" tone="wait">
        not tested
      </Mark>
    )
  return (
    <Mark sign={report.ok ? "check" : "cross"} tone={report.ok ? "live" : "wrong"}>
      {report.ok ? "works" : "does not work"}
    </Mark>
  )
}

function Report({ connection: { report, testedAt }, nowMs }: { connection: FlagConnection; nowMs: number }) {
  if (report === null || testedAt === null) return null
  return (
    <div className="report">
      <p className="quiet">
        Tested <Moment atMs={testedAt.epochMilliseconds} nowMs={nowMs} />:
      </p>
      <ul>
        {report.checks.map(({ check, status, detail }) => (
          <li key={check}>
            <Mark sign={status === "pass" ? "check" : "cross"} tone={status === "pass" ? "live" : "wrong"}>
              <span className="check-name">{check}</span>
            </Mark>
            <span className="quiet">{detail}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
