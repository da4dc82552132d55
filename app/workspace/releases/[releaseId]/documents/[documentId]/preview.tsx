"use client"

import { useEffect, useState } from "react"
import { NEW_FORM } from "#components/ui/form-state.ts"
import { preview, previewMail } from "./actions.ts"
import { leadsAway } from "./leads-away.ts"

export type Face = "page" | "widget" | "mail" | "text"
type Scheme = "light" | "dark"

const FACE_WORDS: Record<Face, string> = { page: "Page", widget: "Widget", mail: "Mail", text: "Mail as text" }
const SCHEME_WORDS: Record<Scheme, string> = { light: "Light", dark: "Dark" }

/** A pause in typing: fewer calls, and nothing flickers with every letter. */
const QUIET_MS = 400

type Props = { id: string; faces: readonly Face[]; title: string; body: string }
type Shown = { html: string; said: string; isWrong: boolean }

/** How readers will see what is typed, in a frame that runs nothing: made as the site and the mail make it, kept nowhere. */
export function Preview({ id, faces, title, body }: Props) {
  const [face, setFace] = useState<Face>(faces[0] ?? "page")
  const [scheme, setScheme] = useState<Scheme | null>(null)
  const asked = JSON.stringify({ as: face, scheme: scheme ?? "", id, title, body })
  const shown = useShown(asked)
  return (
    <section className="preview" aria-label="Preview">
      <div className="preview-head">
        <Choice label="See it as" options={faces} words={FACE_WORDS} chosen={face} choose={setFace} />
        <Choice
          label="Colours"
          options={["light", "dark"]}
          words={SCHEME_WORDS}
          chosen={scheme}
          choose={(one) => setScheme(one === scheme ? null : one)}
        />
      </div>
      {/* With its words from the beginning: a frame that is filled later is one navigation more. */}
      {shown.html === "" ? (
        <div className="frame-place" />
      ) : (
        <iframe title={`Preview: ${FACE_WORDS[face]}`} sandbox="" srcDoc={shown.html} data-as={face} data-scheme={scheme ?? "own"} />
      )}
      <p className={shown.isWrong ? "wrong" : "quiet"} role="status">
        {shown.said}
      </p>
    </section>
  )
}

type Chosen<One extends string> = {
  label: string
  options: readonly One[]
  words: Record<One, string>
  chosen: One | null
  choose: (one: One) => void
}

function Choice<One extends string>({ label, options, words, chosen, choose }: Chosen<One>) {
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{label}</legend>
      {options.map((one) => (
        <button key={one} type="button" aria-pressed={one === chosen} onClick={() => choose(one)}>
          {words[one]}
        </button>
      ))}
    </fieldset>
  )
}

/** The last one stays until the next one is there. */
function useShown(asked: string): Shown {
  const [shown, setShown] = useState<Shown>({ html: "", said: "", isWrong: false })
  useEffect(() => {
    let isWanted = true
    const timer = setTimeout(() => void look(asked).then((seen) => isWanted && setShown((last) => ({ ...last, ...seen }))), QUIET_MS)
    // An action that is asked for on the way to another page is sent to that page, which does not have it.
    const stop = (event: MouseEvent) => leadsAway(event) !== null && clearTimeout(timer)
    document.addEventListener("click", stop, { capture: true })
    return () => {
      isWanted = false
      clearTimeout(timer)
      document.removeEventListener("click", stop, { capture: true })
    }
  }, [asked])
  return shown
}

async function look(asked: string): Promise<Partial<Shown>> {
  const words: Record<string, string> = JSON.parse(asked)
  const form = new FormData()
  for (const [name, value] of Object.entries(words)) form.set(name, value)
  const isMail = words.as === "mail" || words.as === "text"
  const made = await (isMail ? previewMail : preview)(NEW_FORM, form)
  if (made.is === "refused") return { said: made.message, isWrong: true }
  return made.is === "done" ? { html: withNonce(made.told ?? ""), said: made.message, isWrong: false } : {}
}

/** A frame of ours obeys the policy of the page around it: a mail's own style, which we wrote, may stand in it. The rest is sanitised. */
function withNonce(html: string): string {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce ?? ""
  return html.replace(/<style(?=[ >])/g, `<style nonce="${nonce}"`)
}
