"use client"

import { useRouter } from "next/navigation"
import { useEffect, useRef, useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { leadsAway } from "./leads-away.ts"

/** Whoever leaves with words that are not saved is asked first: by the browser, or, on the way to another page of ours, by us. */
export function LeaveGuard({ isChanged }: { isChanged: boolean }) {
  const router = useRouter()
  const dialog = useRef<HTMLDialogElement>(null)
  const [to, setTo] = useState("")
  useEffect(() => {
    if (!isChanged) return
    const unload = (event: BeforeUnloadEvent) => event.preventDefault()
    const click = (event: MouseEvent) => {
      const href = leadsAway(event)
      if (href === null) return
      event.preventDefault()
      event.stopPropagation()
      setTo(href)
      dialog.current?.showModal()
    }
    window.addEventListener("beforeunload", unload)
    document.addEventListener("click", click, { capture: true })
    return () => {
      window.removeEventListener("beforeunload", unload)
      document.removeEventListener("click", click, { capture: true })
    }
  }, [isChanged])
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="leaving">
      <h2 id="leaving">Leave without saving?</h2>
      <p>Your words are not saved. This browser keeps them for this document until you close the tab; nobody else sees them.</p>
      <div className="form-foot">
        <Button kind="main" onClick={() => dialog.current?.close()}>
          Stay here
        </Button>
        <Button onClick={() => router.push(to)}>Leave</Button>
      </div>
    </dialog>
  )
}
