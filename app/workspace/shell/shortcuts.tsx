"use client"

import { type ReactNode, useLayoutEffect, useRef, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import type { SideLink } from "../nav.ts"
import { areKeysOn, setKeys } from "./key-choice.ts"

/** Every key there is, and whether single letters are keys at all: who speaks to a computer does not want them to be. */
export function Shortcuts({ asked, links }: { asked: number; links: readonly SideLink[] }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [isOn, setIsOn] = useState(true)
  useLayoutEffect(() => {
    if (asked === 0) return
    setIsOn(areKeysOn())
    dialog.current?.showModal()
  }, [asked])
  return (
    <dialog ref={dialog} className="dialog shortcuts" aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title">Keyboard shortcuts</h2>
      <dl>
        <Key keys={["Ctrl", "K"]}>Find a page, anything with a name, or what to do (Cmd K on a Mac)</Key>
        <Key keys={["/"]}>Search in the list</Key>
        <Key keys={["j"]}>Next row</Key>
        <Key keys={["k"]}>Previous row</Key>
        <Key keys={["Enter"]}>Open the row</Key>
        <Key keys={["Esc"]}>Close what is open</Key>
        <Key keys={["?"]}>These shortcuts</Key>
        {links.map(({ href, name, go }) =>
          go === undefined ? null : (
            <Key key={href} keys={["g", go]}>
              Go to {name}
            </Key>
          ),
        )}
      </dl>
      <label className="keys-choice">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => {
            setKeys(event.target.checked ? "on" : "off")
            setIsOn(event.target.checked)
          }}
        />
        Single letters are shortcuts in this browser
      </label>
      <Button onClick={() => dialog.current?.close()}>Close</Button>
    </dialog>
  )
}

function Key({ keys, children }: { keys: readonly string[]; children: ReactNode }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{children}</dd>
    </div>
  )
}
