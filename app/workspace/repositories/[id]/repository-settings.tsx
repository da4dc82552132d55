"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { TextField } from "#components/ui/field.tsx"
import { editSettings } from "../actions.ts"

type Props = { id: string; defaultBranch: string; productionEnvironment: string }

export function RepositorySettings({ id, defaultBranch, productionEnvironment }: Props) {
  return (
    <section className="panel repository-settings" aria-label="Settings of this repository">
      <ActionForm key={`${defaultBranch} ${productionEnvironment}`} action={editSettings} submit="Save the settings" given={{ id }}>
        {(state) => (
          <div className="repository-fields">
            <TextField
              label="Default branch"
              name="defaultBranch"
              defaultValue={defaultBranch}
              state={state}
              hint="Pushes and merges elsewhere are ignored."
            />
            <TextField
              label="Production environment"
              name="productionEnvironment"
              defaultValue={productionEnvironment}
              state={state}
              hint="By the name that deployments give it."
            />
          </div>
        )}
      </ActionForm>
    </section>
  )
}
