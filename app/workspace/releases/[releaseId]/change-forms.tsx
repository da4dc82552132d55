"use client"

import { useState } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { changeChanges } from "./actions.ts"

export type ChangeChoice = { id: string; title: string; repository: string }

export function AddChanges({ id, choices }: { id: string; choices: ChangeChoice[] }) {
  return (
    <DialogButton label="Add changes" kind="other" title="Add unreleased changes">
      {(close) =>
        choices.length === 0 ? (
          <p>Every change that is in production for customers is in a release already.</p>
        ) : (
          <ActionForm action={changeChanges} submit="Add the chosen changes" given={{ id }} onDone={close}>
            {() => <Choices choices={choices} />}
          </ActionForm>
        )
      }
    </DialogButton>
  )
}

/** What does not fit the search is hidden, and stays chosen. */
function Choices({ choices }: { choices: ChangeChoice[] }) {
  const [search, setSearch] = useState("")
  const wanted = search.trim().toLowerCase()
  const fits = (choice: ChangeChoice) => `${choice.title} ${choice.repository}`.toLowerCase().includes(wanted)
  return (
    <>
      <div className="field">
        <input
          type="search"
          aria-label="Search the changes"
          placeholder="Title or repository"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
        />
      </div>
      <fieldset className="choices scrolling">
        <legend className="visually-hidden">Unreleased changes</legend>
        {choices.map((choice) => (
          <label key={choice.id} hidden={!fits(choice)}>
            <input type="checkbox" name="add" value={choice.id} />
            <span>
              {choice.title} <span className="quiet">{choice.repository}</span>
            </span>
          </label>
        ))}
        {choices.some(fits) ? null : <p className="quiet">No change has that in its title or repository.</p>}
      </fieldset>
    </>
  )
}

export function RemoveChange({ id, change }: { id: string; change: { id: string; title: string } }) {
  return (
    <DialogButton label="Remove" about={change.title} title="Take this change out?">
      {(close) => (
        <>
          <p>“{change.title}” becomes unreleased again. The words that were written for it stay.</p>
          <ActionForm action={changeChanges} submit="Take it out" given={{ id, remove: change.id }} onDone={close} />
        </>
      )}
    </DialogButton>
  )
}
