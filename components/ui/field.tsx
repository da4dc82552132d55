import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react"
import { complaintAt, type FormState } from "./form-state.ts"

type Around = { label: string; name: string; id?: string; hint?: string; state?: FormState }

/** A label, its control, and what is wrong with it, tied together for who hears it. */
export function TextField({ label, name, id = name, hint, state, ...rest }: Around & InputHTMLAttributes<HTMLInputElement>) {
  return <Framed {...{ label, name, id, hint, state }}>{(tied) => <input {...rest} {...tied} id={id} name={name} />}</Framed>
}

export function SelectField({ label, name, id = name, hint, state, ...rest }: Around & SelectHTMLAttributes<HTMLSelectElement>) {
  return <Framed {...{ label, name, id, hint, state }}>{(tied) => <select {...rest} {...tied} id={id} name={name} />}</Framed>
}

export function AreaField({ label, name, id = name, hint, state, ...rest }: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return <Framed {...{ label, name, id, hint, state }}>{(tied) => <textarea {...rest} {...tied} id={id} name={name} />}</Framed>
}

type Tied = { "aria-invalid": true | undefined; "aria-describedby": string | undefined }
type Frame = {
  label: string
  name: string
  id: string
  hint: string | undefined
  state: FormState | undefined
  children: (tied: Tied) => ReactNode
}

function Framed({ label, name, id, hint, state, children }: Frame) {
  const wrong = state === undefined ? null : complaintAt(state, name)
  const about = wrong !== null ? `${id}-wrong` : `${id}-hint`
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ "aria-invalid": wrong === null ? undefined : true, "aria-describedby": wrong !== null || hint ? about : undefined })}
      {wrong === null ? null : (
        <p className="wrong" id={`${id}-wrong`}>
          {label} {wrong}.
        </p>
      )}
      {wrong !== null || hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
