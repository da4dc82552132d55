"use client"

import { useRouter } from "next/navigation"
import { type KeyboardEvent, type MouseEvent, useId, useLayoutEffect, useRef, useState } from "react"
import type { SideLink } from "../nav.ts"
import { ChoiceList } from "./choice-list.tsx"
import { type Choice, type Doing, fitting, grouped, type Thing } from "./thing.ts"
import { useFound } from "./use-found.ts"
import { visitedBy } from "./visited.ts"

type Known = { person: string; links: readonly SideLink[]; acts: readonly Thing[]; doings: readonly Doing[] }
/** How often it was asked for: once more opens it. */
type Props = Known & { asked: number }

/** Every page, everything with a name, and what can be done, by typing. The browser's own dialog around one list. */
export function Palette({ asked, ...known }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [closed, setClosed] = useState(0)
  const isOpen = asked !== closed
  // In the same picture as its field, so that a quick hand's first letters have a place to go.
  useLayoutEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal()
  }, [isOpen])
  const close = () => dialog.current?.close()
  // A click beside it falls on the dialog itself, which its content covers.
  const closeBeside = (event: MouseEvent) => event.target === dialog.current && close()
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it already
    <dialog ref={dialog} className="palette" aria-label="Find and go" onClose={() => setClosed(asked)} onClick={closeBeside}>
      {isOpen ? <Search {...known} close={close} /> : null}
    </dialog>
  )
}

function Search({ person, links, acts, doings, close }: Known & { close: () => void }) {
  const router = useRouter()
  const id = useId()
  const [letters, setLetters] = useState("")
  const [at, setAt] = useState(0)
  const { found, isLooking } = useFound(letters.trim())
  const groups = grouped(choicesFor(letters, { visited: visitedBy(person), found, links, acts, doings }))
  const choices = groups.flatMap((group) => group.choices)
  const here = Math.min(at, choices.length - 1)
  const choose = (choice: Choice | undefined) => {
    if (choice === undefined) return
    close()
    if ("run" in choice) choice.run()
    else go(choice.href, router.push)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = placeAfter(event.key, here, choices.length)
    if (event.nativeEvent.isComposing || (next === null && event.key !== "Enter")) return
    event.preventDefault()
    if (next === null) choose(choices[here])
    else setAt(next)
  }
  return (
    <>
      <input
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={choices.length === 0 ? undefined : `${id}-${here}`}
        aria-autocomplete="list"
        aria-label="Find a page, a release, a document, a change or a flag"
        placeholder="Where to, or what to do?"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        value={letters}
        onChange={(event) => {
          setLetters(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <ChoiceList {...{ id, groups, here, choose }} />
      <p className="palette-foot" role="status">
        {choices.length === 0 && !isLooking
          ? `Nothing has “${letters.trim()}” in its name.`
          : "↑ ↓ to choose, Enter to go, Escape to close"}
      </p>
    </>
  )
}

/** On the page that is open already, a question of it opens by its name behind the `#` alone, which the router does not tell. */
function go(href: string, push: (href: string) => void): void {
  const [path, question] = href.split("#")
  if (question !== undefined && path === location.pathname) location.hash = question
  else push(href)
}

type Offered = Omit<Known, "person"> & { visited: Thing[]; found: Thing[] }

/** Where somebody just was comes first while nothing is typed; after that, what fits best of what is known, and what was found. */
function choicesFor(letters: string, { visited, found, links, acts, doings }: Offered): Choice[] {
  const pages = links.map(
    ({ name, href, go }): Thing => ({ kind: "Pages", name, about: "", href, keys: go === undefined ? undefined : `g ${go}` }),
  )
  if (letters.trim() === "") {
    const other = found
      .filter(({ href }) => visited.every((thing) => thing.href !== href))
      .map((thing) => ({ ...thing, kind: "Worked on lately" }))
    return [...visited, ...other.slice(0, 6), ...acts, ...doings, ...pages]
  }
  return [...fitting(pages, letters), ...fitting([...acts, ...doings], letters), ...fitting(found, letters)]
}

/** Where a key leads in the list, round its ends; null for a key that moves nothing. */
function placeAfter(key: string, at: number, length: number): number | null {
  if (length === 0) return null
  switch (key) {
    case "ArrowDown":
      return (at + 1) % length
    case "ArrowUp":
      return (at + length - 1) % length
    case "PageDown":
      return length - 1
    case "PageUp":
      return 0
    default:
      return null
  }
}
