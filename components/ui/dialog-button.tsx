"use client"

import { type ReactNode, useEffect, useId, useRef, useState } from "react"
import { Button } from "./button.tsx"

type Props = {
  /** On the button that opens it. */
  label: string
  /** For who does not see which row the button stands in. */
  about?: string
  title: string
  kind?: "main" | "launch" | "danger" | "plain" | "other"
  /** Behind the `#` of the page's address, this opens it: so that it can be led to from elsewhere. */
  hash?: string
  children: (close: () => void) => ReactNode
}

/** A question before something is done. The browser's own dialog: Escape closes it, and the focus goes back to the button. */
export function DialogButton({ label, about, title, kind = "plain", hash, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useId()
  const [opened, setOpened] = useState(0)
  const open = () => {
    setOpened((times) => times + 1)
    dialog.current?.showModal()
  }
  useHash(hash, open)
  return (
    <>
      <Button
        kind={kind === "other" ? undefined : kind}
        onClick={open}
        aria-label={about === undefined ? undefined : `${label}: ${about}`}
        aria-haspopup="dialog"
      >
        {label}
      </Button>
      <dialog ref={dialog} className="dialog" aria-labelledby={heading}>
        <h2 id={heading}>{title}</h2>
        {/* A new question each time: nothing stands there from the last one. */}
        <div key={opened}>{opened === 0 ? null : children(() => dialog.current?.close())}</div>
      </dialog>
    </>
  )
}

/** Opens when the page is come to by that name, and when it is said on the page itself; said once, it is gone from the address. */
function useHash(hash: string | undefined, open: () => void): void {
  const latest = useRef(open)
  latest.current = open
  useEffect(() => {
    if (hash === undefined) return
    const look = () => {
      if (location.hash !== `#${hash}`) return
      history.replaceState(history.state, "", `${location.pathname}${location.search}`)
      latest.current()
    }
    look()
    addEventListener("hashchange", look)
    return () => removeEventListener("hashchange", look)
  }, [hash])
}
