"use client"

import type { ChangeEvent } from "react"
import { TextField } from "#components/ui/field.tsx"
import type { FormState } from "#components/ui/form-state.ts"

const LARGEST_BYTES = 512 * 1024

/** Too large a file is told here, since it would not even arrive. */
function check({ target }: ChangeEvent<HTMLInputElement>): void {
  const size = target.files?.[0]?.size ?? 0
  target.setCustomValidity(size > LARGEST_BYTES ? `This has ${Math.ceil(size / 1024)} KB. A logo may have 512 KB at most.` : "")
  target.reportValidity()
}

export function LogoField({ logo, state }: { logo: { width: number; height: number } | null; state: FormState }) {
  return (
    <>
      <TextField
        label="Logo"
        name="logo"
        type="file"
        accept="image/png,image/jpeg,image/webp"
        state={state}
        hint="PNG, JPEG or WebP, 512 KB at most. It is shown 32 pixels high; a wide one stands for the name"
        onChange={check}
      />
      {logo === null ? null : (
        <label className="choice">
          <input type="checkbox" name="removeLogo" /> Show the name alone, without the logo of now ({logo.width} × {logo.height})
        </label>
      )}
    </>
  )
}
