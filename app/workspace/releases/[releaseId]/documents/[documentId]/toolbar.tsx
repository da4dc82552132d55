"use client"

import { type KeyboardEvent, type RefObject, useRef, useState } from "react"
import { editFor, MARKS, type MarkName, markOf } from "./markdown-marks.ts"

const BUTTONS: Record<MarkName, { sign: string; name: string; keys: string }> = {
  bold: { sign: "B", name: "Bold", keys: "Ctrl+B" },
  italic: { sign: "I", name: "Italics", keys: "Ctrl+I" },
  code: { sign: "‹›", name: "Code", keys: "Ctrl+E" },
  link: { sign: "Link", name: "Link", keys: "Ctrl+K" },
  heading: { sign: "H", name: "Heading", keys: "Ctrl+Shift+H" },
  bullets: { sign: "•", name: "List", keys: "Ctrl+Shift+8" },
  numbers: { sign: "1.", name: "Numbered list", keys: "Ctrl+Shift+7" },
  quote: { sign: "“", name: "Quotation", keys: "Ctrl+Shift+9" },
}

/** One stop of the Tab key; arrows go from button to button. */
export function Toolbar({ area }: { area: RefObject<HTMLTextAreaElement | null> }) {
  const bar = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    const next = (current + step + MARKS.length) % MARKS.length
    setCurrent(next)
    bar.current?.querySelectorAll("button")[next]?.focus()
  }
  return (
    <div className="toolbar" role="toolbar" aria-label="Markdown" aria-controls="body" ref={bar} onKeyDown={walk}>
      {MARKS.map((mark, place) => (
        <button
          key={mark}
          type="button"
          tabIndex={place === current ? 0 : -1}
          data-mark={mark}
          title={`${BUTTONS[mark].name} (${BUTTONS[mark].keys})`}
          aria-label={BUTTONS[mark].name}
          aria-keyshortcuts={BUTTONS[mark].keys.replace("Ctrl", "Control")}
          onFocus={() => setCurrent(place)}
          data-sign={BUTTONS[mark].sign}
          onClick={() => area.current !== null && put(area.current, mark)}
        />
      ))}
    </div>
  )
}

/** Keys of the text itself: marks, and Ctrl+S to save. */
export function pressIn(event: KeyboardEvent<HTMLTextAreaElement>): void {
  const mark = markOf(event)
  const isSave = event.key.toLowerCase() === "s" && event.ctrlKey !== event.metaKey && !event.altKey && !event.shiftKey
  if (mark === null && !isSave) return
  event.preventDefault()
  event.stopPropagation()
  if (isSave) event.currentTarget.form?.requestSubmit()
  else if (mark !== null) put(event.currentTarget, mark)
}

/** Typed in as a person would, so that the browser can undo it. */
function put(area: HTMLTextAreaElement, mark: MarkName): void {
  const edit = editFor(mark, { text: area.value, from: area.selectionStart, to: area.selectionEnd })
  area.focus()
  area.setSelectionRange(edit.from, edit.to)
  const typed = edit.insert === "" ? document.execCommand("delete") : document.execCommand("insertText", false, edit.insert)
  if (!typed) {
    area.setRangeText(edit.insert, edit.from, edit.to)
    area.dispatchEvent(new Event("input", { bubbles: true }))
  }
  area.setSelectionRange(...edit.select)
}
