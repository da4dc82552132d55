"use client"

import { useState } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import type { FormState } from "#components/ui/form-state.ts"
import { useOwnZone, wallTime } from "#components/ui/moment.tsx"
import { instantOf } from "#lib/releases/schedule.ts"
import { schedule, unschedule } from "./actions.ts"

type Shown = { at: string; timeZone: string; instantMs: number }
type Props = { release: { id: string; state: string; schedule: Shown | null }; zones: string[]; mayLaunch: boolean }

export function ScheduleSection({ release: { id, state, schedule: made }, zones, mayLaunch }: Props) {
  if (state === "released" || state === "launching") return null
  return (
    <section className="section" id="schedule" aria-labelledby="schedule-name">
      <div className="section-head">
        <h2 id="schedule-name">Schedule</h2>
        {mayLaunch ? (
          <DialogButton label={made === null ? "Schedule" : "Change"} about="the launch" kind="other" title="Launch by the clock">
            {(close) => (
              <ActionForm action={schedule} submit="Schedule the launch" given={{ id }} onDone={close}>
                {(said) => <Fields state={said} zones={zones} made={made} />}
              </ActionForm>
            )}
          </DialogButton>
        ) : null}
      </div>
      {made === null ? <p className="quiet">No clock launches it: somebody has to press the button.</p> : <Times made={made} />}
      {made !== null && mayLaunch ? (
        <ActionForm action={unschedule} submit="Unschedule, and edit again" kind="plain" className="drafts" given={{ id }} />
      ) : null}
    </section>
  )
}

function Fields({ state, zones, made }: { state: FormState; zones: string[]; made: Shown | null }) {
  const own = useOwnZone()
  const [at, setAt] = useState(made?.at ?? "")
  const [chosen, setChosen] = useState<string | null>(made?.timeZone ?? null)
  const timeZone = chosen ?? own ?? "UTC"
  const instantMs = instantIn(at, timeZone)
  return (
    <>
      <TextField
        label="Date and time"
        name="at"
        type="datetime-local"
        value={at}
        onChange={(event) => setAt(event.target.value)}
        required
        state={state}
      />
      <SelectField
        label="On the clocks of"
        name="timeZone"
        value={timeZone}
        onChange={(event) => setChosen(event.target.value)}
        state={state}
      >
        {[...new Set([timeZone, ...zones])].map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
      <div className="times-place">{instantMs === null ? null : <Times made={{ at, timeZone, instantMs }} />}</div>
      <p className="quiet">Until then its words, flags and changes stay as they are. Scheduling again replaces this time.</p>
    </>
  )
}

/** A browser that does not know Temporal yet shows the times after they are saved. */
function instantIn(at: string, timeZone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(at) || !("Temporal" in globalThis)) return null
  return instantOf({ at, timeZone }).epochMilliseconds
}

/** Everybody's time: that of the release, the reader's, and UTC. */
function Times({ made: { timeZone, instantMs } }: { made: Shown }) {
  const own = useOwnZone()
  const zones = [...new Map([[timeZone, "Release"], ...(own === null || own === timeZone ? [] : [[own, "You"] as const]), ["UTC", "UTC"]])]
  return (
    <dl className="facts times">
      {zones.map(([zone, whose]) => (
        <div key={zone}>
          <dt>{whose}</dt>
          <dd>
            {wallTime(instantMs, zone)} {zone === "UTC" ? null : <span className="quiet">{zone}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
