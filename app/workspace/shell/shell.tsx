"use client"

import { usePathname } from "next/navigation"
import { useEffect, useRef, useState } from "react"
import type { SideLink } from "../nav.ts"
import { Palette } from "../palette/palette.tsx"
import type { Doing, Thing } from "../palette/thing.ts"
import { noteVisit } from "../palette/visited.ts"
import { setTheme } from "./set-theme.ts"
import { Shortcuts } from "./shortcuts.tsx"
import { THEME_WORDS, THEMES } from "./theme.ts"
import { tell, useTold } from "./told.ts"
import { useKeys } from "./use-keys.ts"

type Props = { person: string; links: readonly SideLink[]; acts: readonly Thing[] }

/** What is there on every page: the palette, the keys, and what they are. */
export function Shell({ person, links, acts }: Props) {
  const [palette, setPalette] = useState(0)
  const [shortcuts, setShortcuts] = useState(0)
  useKeys(links)
  useTold(({ is }) => {
    if (is === "find") setPalette((times) => times + 1)
    if (is === "shortcuts") setShortcuts((times) => times + 1)
  })
  useVisits(person, links)
  return (
    <>
      <Palette asked={palette} {...{ person, links, acts }} doings={DOINGS} />
      <Shortcuts asked={shortcuts} links={links} />
    </>
  )
}

const DOINGS: readonly Doing[] = [
  ...THEMES.map((theme) => ({ kind: "Do", name: `Theme: ${THEME_WORDS[theme].toLowerCase()}`, about: "", run: () => setTheme(theme) })),
  { kind: "Do", name: "Show the keyboard shortcuts", about: "", run: () => tell({ is: "shortcuts" }), keys: "?" },
]

/** Pages that the column does not lead to are worth finding again. Noted on leaving, when the page has its title. */
function useVisits(person: string, links: readonly SideLink[]): void {
  const path = usePathname()
  const known = useRef(links)
  known.current = links
  useEffect(() => {
    if (known.current.some(({ href }) => href === path)) return
    let title = ""
    const read = () => {
      title = document.title
    }
    const watch = setTimeout(read, SETTLED_MS)
    return () => {
      clearTimeout(watch)
      noteVisit(person, { href: path, title })
    }
  }, [person, path])
}

/** A page's title comes after its content; who was here for less has not visited it. */
const SETTLED_MS = 300
