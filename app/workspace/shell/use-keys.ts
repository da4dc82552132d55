"use client"

import { useRouter } from "next/navigation"
import { useEffect, useRef } from "react"
import type { SideLink } from "../nav.ts"
import { areKeysOn } from "./key-choice.ts"
import { tell } from "./told.ts"

/** As long as a `g` waits for the letter after it. */
const GO_MS = 1500

type Going = { until: number; links: readonly SideLink[]; push: (href: string) => void }

/** The keys of the workspace. None while somebody types, or while a question is open. */
export function useKeys(links: readonly SideLink[]): void {
  const { push } = useRouter()
  const going = useRef<Going>({ until: 0, links, push })
  going.current = { ...going.current, links, push }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isPalette(event) ? openPalette() : isShortcut(event) && (go(going.current, event) || act(event.key))) event.preventDefault()
    }
    document.addEventListener("keydown", press)
    return () => document.removeEventListener("keydown", press)
  }, [])
}

function openPalette(): true {
  if (document.querySelector("dialog[open]") === null) tell({ is: "find" })
  return true
}

/** The letter after a `g` leads to its page; a `g` waits for one. */
function go(going: Going, { key, timeStamp }: KeyboardEvent): boolean {
  const link = timeStamp < going.until ? going.links.find((one) => one.go === key) : undefined
  going.until = key === "g" && link === undefined ? timeStamp + GO_MS : 0
  if (link !== undefined) going.push(link.href)
  return link !== undefined
}

function isPalette({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey && !shiftKey
}

function isShortcut({ ctrlKey, metaKey, altKey, target, isComposing }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || isComposing || !areKeysOn()) return false
  if (document.querySelector("dialog[open]") !== null) return false
  return !(target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select")))
}

/** Whether the key did something. */
function act(key: string): boolean {
  switch (key) {
    case "?":
      tell({ is: "shortcuts" })
      return true
    case "/":
      return focusOn(document.querySelector<HTMLElement>("#work input[type=search]"))
    case "j":
      return moveRow(1)
    case "k":
      return moveRow(-1)
    default:
      return false
  }
}

/** Rows of lists are known by what leads into them: the focus goes there, so Enter opens the row. */
function moveRow(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("#work tbody tr, #work ul.rows > li")]
  const ways = rows.flatMap((row) => row.querySelector<HTMLElement>("a[href]") ?? [])
  const at = ways.findIndex((way) => way === document.activeElement || way.closest("tr, li")?.contains(document.activeElement))
  const first = by === 1 ? 0 : ways.length - 1
  return focusOn(at < 0 ? ways[first] : ways[at + by])
}

function focusOn(element: HTMLElement | null | undefined): boolean {
  element?.focus()
  return element !== null && element !== undefined
}
