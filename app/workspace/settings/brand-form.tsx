"use client"

import { useState } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import type { Brand, Logo } from "#lib/brand/brand.ts"
import { saveSite } from "./actions.ts"
import { BrandPreview } from "./brand-preview.tsx"
import { LogoField } from "./logo-field.tsx"

type Props = { brand: Omit<Brand, "logo">; logo: (Logo & { path: string }) | null; mayEdit: boolean }

export function BrandForm({ brand, logo, mayEdit }: Props) {
  const { name, lead, accent, headingFont } = brand
  const [shown, setShown] = useState({ name, accent: accent === null ? "" : `#${accent}`, headingFont: String(headingFont) })
  const change = (part: Partial<typeof shown>) => setShown((now) => ({ ...now, ...part }))
  const preview = <BrandPreview {...shown} logo={logo} />
  if (!mayEdit) return <div className="panel stack">{preview}</div>
  return (
    <ActionForm className="panel brand-form" action={saveSite} submit="Save and publish">
      {(state) => (
        <>
          <div className="stack">
            <TextField
              label="Name"
              name="name"
              defaultValue={name}
              maxLength={60}
              required
              autoComplete="off"
              state={state}
              onChange={(event) => change({ name: event.target.value })}
            />
            <TextField
              label="Sentence below the title"
              name="lead"
              defaultValue={lead ?? ""}
              maxLength={200}
              autoComplete="off"
              state={state}
              hint="Left empty: Everything we have released, newest first."
            />
            <div className="accent-field">
              <TextField
                label="Accent colour"
                name="accent"
                value={shown.accent}
                placeholder="#9b1d29"
                maxLength={7}
                autoComplete="off"
                spellCheck={false}
                state={state}
                hint="For links and buttons, darker or lighter where it could not be read. Left empty: the portal's own"
                onChange={(event) => change({ accent: event.target.value })}
              />
              <input
                type="color"
                aria-label="Pick the accent colour"
                value={/^#[0-9a-f]{6}$/i.test(shown.accent) ? shown.accent : "#9b1d29"}
                onChange={(event) => change({ accent: event.target.value })}
              />
            </div>
            <SelectField
              label="Headlines"
              name="headingFont"
              id="heading-font"
              defaultValue={headingFont}
              state={state}
              onChange={(event) => change({ headingFont: event.target.value })}
            >
              <option value="newsreader">Newsreader, a serif</option>
              <option value="geist">Geist, the sans of the text</option>
            </SelectField>
            <LogoField logo={logo} state={state} />
          </div>
          {preview}
        </>
      )}
    </ActionForm>
  )
}
