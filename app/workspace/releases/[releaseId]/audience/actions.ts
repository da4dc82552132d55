"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { idOf, type ReleaseId } from "#lib/kernel/ids.ts"
import { editRelease } from "#lib/releases/edit-release.ts"
import { editReleaseInput } from "#lib/releases/input.ts"
import { acting, parseForm } from "../../../acting.ts"

const shape = editReleaseInput.pick({ mail: true, audience: true }).extend({ id: z.uuid().transform(idOf<ReleaseId>) })

export async function setAudience(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const mail = form.get("mail")
    // Whom a release is for stays while it mails nobody.
    const audience = mail === "send" ? { audience: { topics: form.getAll("topics"), segment: form.get("segment") || null } } : {}
    const input = parseForm(shape, { id: form.get("id"), mail, ...audience })
    await editRelease(deps, actor, input)
    revalidatePath(`/workspace/releases/${input.id}`, "layout")
    return { is: "done", message: "The release is for these people now." }
  })
}
