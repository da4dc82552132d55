"use client"

import { type ReactNode, useState } from "react"
import { BulkBar } from "./bulk-bar.tsx"
import type { ChangeLine } from "./change-line.ts"
import { ChangeRow } from "./change-row.tsx"
import { choose, chooseAll, NONE } from "./choice.ts"

type Props = {
  lines: ChangeLine[]
  nowMs: number
  may: { plan: boolean; edit: boolean }
  plans: { id: string; name: string }[]
  /** Of this list, without the change that is open beside it. */
  address: string
  open: string | null
  /** What stands there where the list is empty. */
  children: ReactNode
}

export function ChangeList({ lines, nowMs, may, plans, address, open, children }: Props) {
  const [choice, setChoice] = useState(NONE)
  const ids = lines.map(({ id }) => id)
  // A change that has left the list meanwhile is not chosen any more.
  const chosen = lines.filter(({ id }) => choice.chosen.has(id))
  const mayChoose = may.plan || may.edit
  return (
    <>
      {lines.length === 0 ? (
        children
      ) : (
        <div className="table-frame">
          <table className="table changes" data-choosing={chosen.length > 0 ? "" : undefined}>
            <caption className="visually-hidden">Changes, the latest merged first</caption>
            <thead>
              <tr>
                {mayChoose ? (
                  <th scope="col" className="choose">
                    <AllBox chosen={chosen.length} all={lines.length} onChoose={() => setChoice(chooseAll(choice, ids))} />
                  </th>
                ) : null}
                <th scope="col">Change</th>
                <th scope="col" className="flags">
                  Flags
                </th>
                <th scope="col" className="source">
                  Repository
                </th>
                <th scope="col" className="author">
                  Author
                </th>
                <th scope="col" className="reached">
                  Reached
                </th>
                <th scope="col" className="age">
                  Dark for
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <ChangeRow
                  key={line.id}
                  {...{ line, nowMs, address }}
                  isOpen={line.id === open}
                  isChosen={mayChoose ? choice.chosen.has(line.id) : null}
                  onChoose={(to, reach) => setChoice(choose(choice, ids, { id: line.id, to, reach }))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {mayChoose ? <BulkBar {...{ chosen, may, plans }} onLeave={() => setChoice(NONE)} /> : null}
    </>
  )
}

function AllBox({ chosen, all, onChoose }: { chosen: number; all: number; onChoose: () => void }) {
  return (
    <input
      type="checkbox"
      aria-label="Choose all changes on this page"
      checked={chosen === all}
      ref={(box) => {
        if (box !== null) box.indeterminate = chosen > 0 && chosen < all
      }}
      onChange={onChoose}
    />
  )
}
