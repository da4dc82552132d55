"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { TextField } from "#components/ui/field.tsx"
import type { FormState } from "#components/ui/form-state.ts"
import { connect, edit, forget, remove, replaceToken, test } from "./actions.ts"

const TOKEN_HINT = "A service account's or your own, with the permissions that the test names. It is sealed, and never shown again."

export function ConnectButton() {
  return (
    <DialogButton label="Connect Unleash" kind="main" title="Connect Unleash" hash="connect">
      {(close) => (
        <ActionForm action={connect} submit="Connect and test" onDone={close} given={{ kind: "unleash" }}>
          {(state) => (
            <>
              <TextField label="Name" name="name" id="connect-name" state={state} maxLength={100} required hint="As your team calls it" />
              <Address state={state} id="connect-address" />
              <TextField
                label="Project"
                name="project"
                id="connect-project"
                state={state}
                maxLength={100}
                defaultValue="default"
                required
              />
              <Token state={state} id="connect-token" />
            </>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}

export function TestButton({ id, name }: { id: string; name: string }) {
  return (
    <ActionForm action={test} submit="Test it" given={{ id }} className="test-form" kind="plain">
      {() => <span className="visually-hidden">Ask {name} what its token may do</span>}
    </ActionForm>
  )
}

export function EditButton({ connection: { id, name, baseUrl } }: { connection: { id: string; name: string; baseUrl: string } }) {
  return (
    <DialogButton label="Edit" about={name} title={`Edit ${name}`}>
      {(close) => (
        <ActionForm action={edit} submit="Save" given={{ id }} onDone={close}>
          {(state) => (
            <>
              <TextField label="Name" name="name" id={`name-${id}`} state={state} maxLength={100} defaultValue={name} required />
              <Address
                state={state}
                id={`address-${id}`}
                given={baseUrl}
                hint="Another address forgets the token: it was entered for this one."
              />
            </>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}

export function TokenButton({ connection: { id, name, hasToken } }: { connection: { id: string; name: string; hasToken: boolean } }) {
  return (
    <DialogButton
      label={hasToken ? "Replace token" : "Enter token"}
      about={name}
      title={`${hasToken ? "Replace" : "Enter"} the token of ${name}`}
    >
      {(close) => (
        <>
          <ActionForm action={replaceToken} submit="Save and test" given={{ id }} onDone={close}>
            {(state) => <Token state={state} id={`token-${id}`} />}
          </ActionForm>
          {hasToken ? (
            <ActionForm className="forget" action={forget} submit="Forget the token" kind="danger" given={{ id }} onDone={close}>
              {() => (
                <p className="quiet">Or cut the service off at once: without a token nothing of it is read or moved, launches included.</p>
              )}
            </ActionForm>
          ) : null}
        </>
      )}
    </DialogButton>
  )
}

type Removal = { connection: { id: string; name: string }; flags: number; releases: string[] }

export function RemoveButton({ connection: { id, name }, flags, releases }: Removal) {
  return (
    <DialogButton label="Remove" about={name} title={`Remove ${name}?`}>
      {(close) =>
        releases.length > 0 ? (
          <>
            <p>
              It cannot go: its flags belong to {new Intl.ListFormat("en").format(releases.map((release) => `“${release}”`))}, and a recall
              would need it. Take the flags out of what is only planned. To cut it off now, forget its token.
            </p>
            <Button onClick={close}>Close</Button>
          </>
        ) : (
          <ActionForm
            action={remove}
            submit={flags === 0 ? "Remove the connection" : `Remove it and ${flags === 1 ? "its flag" : `its ${flags} flags`}`}
            kind="danger"
            given={{ id }}
            onDone={close}
            beside={<Button onClick={close}>Cancel</Button>}
          >
            {() => <p>Its token and what is known here of its flags are deleted. In the service itself nothing changes.</p>}
          </ActionForm>
        )
      }
    </DialogButton>
  )
}

function Address({ state, id, given, hint }: { state: FormState; id: string; given?: string; hint?: string }) {
  return (
    <TextField
      label="Address"
      name="baseUrl"
      id={id}
      state={state}
      inputMode="url"
      autoComplete="off"
      maxLength={500}
      defaultValue={given}
      placeholder="https://flags.acme.example"
      hint={hint ?? "Without /api. Public and https, unless the operator allowed its host"}
      required
    />
  )
}

function Token({ state, id }: { state: FormState; id: string }) {
  return (
    <TextField
      label="Token"
      name="token"
      id={id}
      state={state}
      type="password"
      autoComplete="off"
      maxLength={1000}
      hint={TOKEN_HINT}
      required
    />
  )
}
