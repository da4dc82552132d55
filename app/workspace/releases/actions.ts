"use server"

import type { FormState } from "#components/ui/form-state.ts"
import { planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { acting, parseForm } from "../acting.ts"

export async function plan(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const input = parseForm(planReleaseInput, { name: form.get("name"), summary: form.get("summary") })
    const id = await planRelease(deps, actor, input)
    return { is: "done", message: "Planned.", to: `/workspace/releases/${id}` }
  })
}
