"use client"

import { Button } from "#components/ui/button.tsx"
import { NEW_ROW, type RuleForm, type RuleRow } from "./rule-form.ts"
import { RuleLine } from "./rule-line.tsx"

export type Parts = { topics: { key: string; name: string }[]; traits: string[] }

type Props = { form: RuleForm; parts: Parts; onChange: (form: RuleForm) => void }

export function RuleBuilder({ form: { join, rows }, parts, onChange }: Props) {
  const put = (place: number, row: RuleRow) => onChange({ join, rows: rows.map((one, at) => (at === place ? row : one)) })
  const names = rows.map((_, place) => `condition ${place + 1}`)
  return (
    <fieldset className="rule tick-list">
      <legend>Who belongs to it</legend>
      <label className="join">
        Active subscribers who fit{" "}
        <select
          className="select"
          aria-label="How the conditions are joined"
          value={join}
          onChange={(event) => onChange({ join: event.target.value === "any" ? "any" : "all", rows })}
        >
          <option value="all">all of these</option>
          <option value="any">any of these</option>
        </select>
      </label>
      {rows.map((row, place) => (
        <RuleLine
          key={names[place]}
          {...{ row, parts, name: names[place] ?? "" }}
          onChange={(next) => put(place, next)}
          onRemove={() => onChange({ join, rows: rows.filter((_, at) => at !== place) })}
        />
      ))}
      {rows.length === 0 ? (
        <p className="hint">{join === "all" ? "No condition: everybody belongs to it." : "No condition: nobody does."}</p>
      ) : null}
      <div className="form-foot">
        <Button onClick={() => onChange({ join, rows: [...rows, NEW_ROW] })}>Add a condition</Button>
      </div>
      <datalist id="known-traits">
        {parts.traits.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </fieldset>
  )
}
