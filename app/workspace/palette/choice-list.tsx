"use client"

import { useEffect, useRef } from "react"
import type { Choice } from "./thing.ts"

type Props = { id: string; groups: { kind: string; choices: Choice[] }[]; here: number; choose: (choice: Choice) => void }

/** What can be chosen, by kind. The focus stays in the field; the one that Enter takes is marked, and in view. */
export function ChoiceList({ id, groups, here, choose }: Props) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[id="${id}-${here}"]`)?.scrollIntoView({ block: "nearest" })
  }, [id, here])
  const begins = groups.map((_, at) => groups.slice(0, at).reduce((sum, { choices }) => sum + choices.length, 0))
  return (
    <div ref={list} className="palette-list" role="listbox" id={`${id}-list`} aria-label="What fits">
      {groups.map(({ kind, choices }, group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options, which a fieldset may not be in a list box
        <div key={kind} role="group" aria-labelledby={`${id}-kind-${group}`}>
          <p className="palette-kind" id={`${id}-kind-${group}`} aria-hidden="true">
            {kind}
          </p>
          {choices.map((choice, place) => {
            const at = (begins[group] ?? 0) + place
            return <Option key={`${choice.name} ${at}`} id={`${id}-${at}`} choice={choice} isHere={at === here} choose={choose} />
          })}
        </div>
      ))}
    </div>
  )
}

function Option({ id, choice, isHere, choose }: { id: string; choice: Choice; isHere: boolean; choose: (choice: Choice) => void }) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isHere}
      className="palette-option"
      onClick={() => choose(choice)}
      onKeyDown={(event) => event.key === "Enter" && choose(choice)}
    >
      <span className="name">{choice.name}</span>
      {choice.about === "" ? null : <span className="about">{choice.about}</span>}
      {choice.keys === undefined ? null : <kbd>{choice.keys}</kbd>}
    </div>
  )
}
