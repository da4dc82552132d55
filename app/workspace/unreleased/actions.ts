"use server"

import { revalidatePath } from "next/cache"
import { redirect } from "next/navigation"
import { z } from "zod"
import { counted } from "#components/release/count.ts"
import type { FormState } from "#components/ui/form-state.ts"
import type { Audience } from "#lib/changes/change.ts"
import { editChange } from "#lib/changes/edit-change.ts"
import { editChangeInput, markChangesInput } from "#lib/changes/input.ts"
import { markChanges } from "#lib/changes/mark-changes.ts"
import { type ChangeId, idOf } from "#lib/kernel/ids.ts"
import { addChanges } from "#lib/releases/add-changes.ts"
import { addChangesInput, planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { acting, parseForm } from "../acting.ts"
import { UNRELEASED } from "./asked.ts"

const which = z.object({ id: z.uuid().transform(idOf<ChangeId>) })

export async function startRelease(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const input = parseForm(planReleaseInput, { name: form.get("name"), changes: form.getAll("change") })
    const id = await planRelease(deps, actor, input)
    revalidatePath(UNRELEASED)
    redirect(`/workspace/releases/${id}`)
  })
}

export async function addToRelease(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const input = parseForm(addChangesInput, { id: form.get("release"), changes: form.getAll("change") })
    await addChanges(deps, actor, input)
    revalidatePath(UNRELEASED)
    redirect(`/workspace/releases/${input.id}`)
  })
}

/** What it tells is how to undo it: for whom they were before, and which ones. */
export async function mark(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const input = parseForm(markChangesInput, { ids: form.getAll("change"), audience: form.get("audience") })
    const marked = await markChanges(deps, actor, input)
    revalidatePath(UNRELEASED)
    const message = `${counted(marked.length, "change is", "changes are")} marked ${input.audience}.`
    return { is: "done", message, told: [otherThan(input.audience), ...marked].join(" ") }
  })
}

export async function edit(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const flags = String(form.get("flags") ?? "").split(/[\s,]+/)
    const fields = { title: form.get("title"), type: form.get("type"), audience: form.get("audience") }
    const given = parseForm(editChangeInput, { ...fields, flags: flags.filter((key) => key !== "") })
    await editChange(deps, actor, { ...given, ...parseForm(which, { id: form.get("id") }) })
    revalidatePath(UNRELEASED)
    return { is: "done", message: "The change is saved." }
  })
}

function otherThan(audience: Audience): Audience {
  return audience === "internal" ? "customer" : "internal"
}
