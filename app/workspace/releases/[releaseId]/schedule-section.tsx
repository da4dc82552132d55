"use client"

import { useState } from "react"
import { Countdown } from "#components/release/countdown.tsx"
import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import type { FormState } from "#components/ui/form-state.ts"
import { useOwnZone } from "#components/ui/moment.tsx"
import { instantOf, oddityOf } from "#lib/releases/schedule.ts"
import { schedule, unschedule } from "./actions.ts"
import { EverybodysTime } from "./everybodys-time.tsx"

type Shown = { at: string; timeZone: string; instantMs: number }
type Props = { release: { id: string; state: string; schedule: Shown | null }; zones: string[]; mayLaunch: boolean; nowMs: number }

export function ScheduleSection({ release: { id, state, schedule: made }, zones, mayLaunch, nowMs }: Props) {
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
      {made === null ? (
        <p className="quiet">No clock launches it: somebody has to press the button.</p>
      ) : (
        <Until made={made} nowMs={nowMs} isRunning={state === "scheduled"} />
      )}
      {made !== null && mayLaunch ? (
        <ActionForm action={unschedule} submit="Unschedule, and edit again" kind="plain" className="drafts" given={{ id }} />
      ) : null}
    </section>
  )
}

function Until({ made, nowMs, isRunning }: { made: Shown; nowMs: number; isRunning: boolean }) {
  return (
    <>
      {isRunning ? (
        <p className="until">
          Launches in <Countdown untilMs={made.instantMs} nowMs={nowMs} then="look" />
        </p>
      ) : null}
      <EverybodysTime {...made} />
    </>
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
      <div className="times-place">
        {instantMs === null ? null : <Oddity at={at} timeZone={timeZone} />}
        {instantMs === null ? null : <EverybodysTime timeZone={timeZone} instantMs={instantMs} />}
      </div>
      <p className="quiet">Until then its words, flags and changes stay as they are. Scheduling again replaces this time.</p>
    </>
  )
}

/** A browser that does not know Temporal yet shows the times after they are saved. */
function instantIn(at: string, timeZone: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(at) || !("Temporal" in globalThis)) return null
  return instantOf({ at, timeZone }).epochMilliseconds
}

/** Twice a year a time is not there, or is there twice. */
function Oddity({ at, timeZone }: { at: string; timeZone: string }) {
  const oddity = oddityOf({ at, timeZone })
  if (oddity === null) return null
  const time = at.slice(11, 16)
  return (
    <div className="notice" data-kind="wait" role="status">
      <p>
        {oddity === "skipped"
          ? `Clocks in ${timeZone} are put forward over ${time} that night: it launches at the first instant after.`
          : `Clocks in ${timeZone} show ${time} twice that night: it launches at the first of the two.`}
      </p>
    </div>
  )
}
