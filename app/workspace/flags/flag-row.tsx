import Link from "next/link"
import { ExposureMark } from "#components/flag/exposure-mark.tsx"
import { ReleaseMark } from "#components/release/release-mark.tsx"
import { Mark } from "#components/ui/mark.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { holderOf } from "./holder.ts"
import type { FlagSeen } from "./load-flags.ts"

type Props = { seen: FlagSeen; nowMs: number; address: string; open: string | undefined }

export function FlagRow({ seen: { flag, connection, drifts }, nowMs, address, open }: Props) {
  const { id, key, environment, description, exposure, observedAt } = flag
  return (
    <tr data-open={id === open ? "" : undefined}>
      <th scope="row" className="key">
        <Link id={`flag-${id}`} className="mono" href={address} scroll={false} prefetch={false}>
          {key}
        </Link>
        {description === "" ? null : (
          <span className="about" title={description}>
            {description}
          </span>
        )}
      </th>
      <td className="serves">
        <ExposureMark exposure={exposure} />
        {observedAt === null ? null : (
          <span className="seen">
            {" "}
            seen <Moment atMs={observedAt.epochMilliseconds} nowMs={nowMs} />
          </span>
        )}
        {drifts.length === 0 ? null : (
          <span className="drifted">
            <Mark sign="alert" tone="wait">
              Drifted
            </Mark>
          </span>
        )}
      </td>
      <td className="environment" title={environment}>
        {environment}
      </td>
      <td className="connection quiet" title={connection}>
        {connection}
      </td>
      <td className="holder">
        <Holder flag={flag} />
      </td>
    </tr>
  )
}

function Holder({ flag: { releases } }: { flag: FlagSeen["flag"] }) {
  const holder = holderOf(releases)
  if (holder === null) return <span className="quiet">none</span>
  const others = releases.length - 1
  return (
    <span className="held-by">
      <Link className="work-link" href={`/workspace/releases/${holder.id}`} prefetch={false} title={holder.name}>
        {holder.name}
      </Link>
      <ReleaseMark state={holder.state} />
      {others === 0 ? null : <span className="quiet">and {others} more</span>}
    </span>
  )
}
