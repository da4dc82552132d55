import { Empty } from "#components/ui/empty.tsx"
import { Mark } from "#components/ui/mark.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { describeExposure } from "#lib/flags/exposure.ts"
import type { ReleaseView } from "#lib/releases/queries.ts"
import { AddFlag, ChangeFlag, type FlagChoice, RemoveFlag } from "./flag-forms.tsx"
import type { PlannedTarget } from "./load-release.ts"

type Props = { release: ReleaseView; targets: PlannedTarget[]; choices: FlagChoice[]; mayEdit: boolean; nowMs: number }

export function FlagsSection({ release, targets, choices, mayEdit, nowMs }: Props) {
  const { id, drift } = release
  return (
    <section className="section" aria-labelledby="flags">
      <div className="section-head">
        <h2 id="flags">Flags</h2>
        {mayEdit ? <AddFlag id={id} choices={choices} /> : null}
      </div>
      {targets.length === 0 ? (
        <Empty title="No flag moves">What the changes hide behind flags stays hidden. Add the flags that this release turns on.</Empty>
      ) : (
        <ul className="rows">
          {targets.map((target) => (
            <Target key={target.flag.id} target={target} nowMs={nowMs}>
              {mayEdit ? <TargetActs id={id} target={target} /> : null}
            </Target>
          ))}
        </ul>
      )}
      {drift.map((one) => (
        <div className="notice" data-kind="wrong" key={`${one.kind} ${one.expected}`}>
          <p>
            <strong>Drifted.</strong> {one.expected} {one.seen} Noticed <Moment atMs={one.noticedAt.epochMilliseconds} nowMs={nowMs} />.
          </p>
        </div>
      ))}
    </section>
  )
}

function TargetActs({ id, target: { flag, enabled, rollout } }: { id: string; target: PlannedTarget }) {
  const named = { id: flag.id, key: flag.key }
  return (
    <span className="row-acts">
      <ChangeFlag id={id} flag={named} target={{ enabled, rollout }} />
      <RemoveFlag id={id} flag={named} />
    </span>
  )
}

function Target({ target, nowMs, children }: { target: PlannedTarget; nowMs: number; children: React.ReactNode }) {
  const { flag, enabled, rollout } = target
  const aim = enabled
    ? describeExposure(rollout === 100 ? { kind: "everyone" } : { kind: "percentage", percent: rollout })
    : "off for everyone"
  return (
    <li>
      <span className="row-name">
        <code>{flag.key}</code> <span className="quiet">{flag.environment}</span>
      </span>
      <span className="exposures">
        <span>
          now {describeExposure(flag.exposure)}
          {flag.observedAt === null ? null : (
            <span className="quiet">
              , seen <Moment atMs={flag.observedAt.epochMilliseconds} nowMs={nowMs} />
            </span>
          )}
        </span>
        <Mark sign="arrow" tone="quiet">
          then {aim}
        </Mark>
      </span>
      {children}
    </li>
  )
}
