import { Empty } from "#components/ui/empty.tsx"
import { Mark } from "#components/ui/mark.tsx"
import type { ChangeId } from "#lib/kernel/ids.ts"
import type { ReleaseView } from "#lib/releases/queries.ts"
import { AddChanges, type ChangeChoice, RemoveChange } from "./change-forms.tsx"

type Props = { release: ReleaseView; missing: ReadonlySet<ChangeId>; choices: ChangeChoice[]; mayEdit: boolean }

export function ChangesSection({ release: { id, changes }, missing, choices, mayEdit }: Props) {
  return (
    <section className="section" aria-labelledby="changes">
      <div className="section-head">
        <h2 id="changes">Changes</h2>
        {mayEdit ? <AddChanges id={id} choices={choices} /> : null}
      </div>
      {changes.length === 0 ? (
        <Empty title="No change yet">Add what this release tells of: changes that are in production, and that nobody was told about.</Empty>
      ) : (
        <ul className="rows">
          {changes.map((change) => (
            <li key={change.id}>
              <span className="row-name">{change.title}</span>
              <Standing isMissing={missing.has(change.id)} />
              {mayEdit ? <RemoveChange id={id} change={change} /> : null}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Standing({ isMissing }: { isMissing: boolean }) {
  return isMissing ? (
    <Mark sign="ring" tone="wait">
      Not in production
    </Mark>
  ) : (
    <Mark sign="dot" tone="live">
      In production
    </Mark>
  )
}
