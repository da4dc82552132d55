"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { change, remove } from "./actions.ts"

type Props = {
  person: { id: string; name: string; role: string; email: string; state: "invited" | "joined" }
  isSelf: boolean
  roles: { role: string; words: string }[]
}

export function PersonActs({ person, isSelf, roles }: Props) {
  const who = isSelf ? "You are" : `${person.name} is`
  return (
    <div className="row-acts">
      <DialogButton label="Change role" about={person.name} title={`Change the role of ${person.name}`}>
        {(close) => (
          <ActionForm action={change} given={{ id: person.id }} submit="Change role" onDone={close} beside={<Cancel close={close} />}>
            {() => (
              <>
                <p>
                  {person.state === "joined"
                    ? `${who} signed out everywhere at once. The next sign-in is in the new role.`
                    : "They have not signed in yet."}
                </p>
                <fieldset className="choices">
                  <legend className="visually-hidden">Role</legend>
                  {roles.map(({ role, words }) => (
                    <label key={role}>
                      <input type="radio" name="role" value={role} defaultChecked={role === person.role} />
                      <strong>{role}</strong>
                      <span>{words}</span>
                    </label>
                  ))}
                </fieldset>
              </>
            )}
          </ActionForm>
        )}
      </DialogButton>
      <DialogButton label="Remove" about={person.name} title={`Remove ${person.name}?`}>
        {(close) => (
          <ActionForm
            action={remove}
            given={{ id: person.id }}
            kind="danger"
            submit={`Remove ${person.name}`}
            onDone={close}
            beside={<Cancel close={close} />}
          >
            {() => (
              <p>
                {person.state === "joined"
                  ? `${who} signed out everywhere at once, and ${person.email} opens nothing here any more. What was done keeps the name. API tokens keep working until somebody revokes them.`
                  : `The invitation of ${person.email} ends.`}
              </p>
            )}
          </ActionForm>
        )}
      </DialogButton>
    </div>
  )
}

function Cancel({ close }: { close: () => void }) {
  return <Button onClick={close}>Cancel</Button>
}
