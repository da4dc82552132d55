"use client"

import { useState } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { SelectField } from "#components/ui/field.tsx"
import { complaintAt, type FormState } from "#components/ui/form-state.ts"
import { setAudience } from "./actions.ts"

type Props = {
  release: { id: string; mail: string; topics: string[] | null; segment: string | null }
  topics: { key: string; name: string }[]
  segments: { id: string; name: string }[]
}

export function EditAudience(props: Props) {
  return (
    <DialogButton label="Edit" about="audience" title="Who is mailed">
      {(close) => (
        <ActionForm action={setAudience} submit="Save the audience" given={{ id: props.release.id }} onDone={close}>
          {(state) => <Fields {...props} state={state} />}
        </ActionForm>
      )}
    </DialogButton>
  )
}

function Fields({ release, topics, segments, state }: Props & { state: FormState }) {
  const [mail, setMail] = useState(release.mail)
  const wrong = complaintAt(state, "audience")
  return (
    <>
      <SelectField label="Mail" name="mail" value={mail} onChange={(event) => setMail(event.target.value)} state={state}>
        <option value="send">Mail subscribers</option>
        <option value="none">Mail nobody</option>
      </SelectField>
      {mail === "none" ? null : (
        <>
          <SelectField label="Segment" name="segment" defaultValue={release.segment ?? ""}>
            <option value="">Every active subscriber</option>
            {segments.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          {topics.length === 0 ? null : (
            <fieldset className="topic-choices">
              <legend>Topics it is about</legend>
              {topics.map(({ key, name }) => (
                <label key={key}>
                  <input type="checkbox" name="topics" value={key} defaultChecked={release.topics?.includes(key)} /> {name}
                </label>
              ))}
              <p className="quiet">None chosen: whatever they follow. Who follows everything gets it either way.</p>
            </fieldset>
          )}
          {wrong === null ? null : <p className="wrong">The audience {wrong}</p>}
        </>
      )}
    </>
  )
}
