"use client"

import { useEffect, useState } from "react"
import { NEW_FORM } from "#components/ui/form-state.ts"
import { preview, previewMail } from "./actions.ts"

export type Face = "page" | "widget" | "mail"

/** A pause in typing: fewer calls, and nothing flickers with every letter. */
const QUIET_MS = 400

type Props = { id: string; hash: string; as: Face; title: string; body: string }
type Shown = { html: string; trouble: string }

/** How readers would see it, in a frame that runs nothing. Page and widget follow the typing; a mail is made of what is saved. */
export function PreviewFrame({ id, hash, as, title, body }: Props) {
  const [shown, setShown] = useState<Shown>({ html: "", trouble: "" })
  const asked = JSON.stringify(as === "mail" ? { as, id, hash } : { as, title, body })
  useEffect(() => {
    let isWanted = true
    const timer = setTimeout(() => void look(asked).then((seen) => isWanted && setShown(seen)), QUIET_MS)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [asked])
  return (
    <div className="preview">
      {shown.trouble === "" ? null : (
        <p className="wrong" role="status">
          {shown.trouble}
        </p>
      )}
      <iframe title={`Preview as ${as}`} sandbox="" srcDoc={shown.html} data-as={as} />
      {as === "mail" ? <p className="quiet">As it was last saved, for a reader called Ada Lovelace.</p> : null}
    </div>
  )
}

async function look(asked: string): Promise<Shown> {
  const words: Record<string, string> = JSON.parse(asked)
  const form = new FormData()
  for (const [name, value] of Object.entries(words)) form.set(name, value)
  const made = await (words.as === "mail" ? previewMail : preview)(NEW_FORM, form)
  if (made.is === "refused") return { html: "", trouble: made.message }
  return { html: made.is === "done" ? (made.told ?? "") : "", trouble: "" }
}
