"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { createFlagConnection } from "#lib/flags/create-flag-connection.ts"
import { editFlagConnection } from "#lib/flags/edit-flag-connection.ts"
import { createFlagConnectionInput, editFlagConnectionInput } from "#lib/flags/input.ts"
import { getFlagConnection } from "#lib/flags/queries.ts"
import { removeFlagConnection } from "#lib/flags/remove-flag-connection.ts"
import { testFlagConnection } from "#lib/flags/test-flag-connection.ts"
import { type FlagConnectionId, idOf } from "#lib/kernel/ids.ts"
import { acting, parseForm } from "../../acting.ts"

const PAGE = "/workspace/flags"
const oneConnection = z.object({ id: z.uuid().transform(idOf<FlagConnectionId>) })

/** Kept first: what the test finds wrong is mended at the connection that is there. */
export async function connect(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const id = await createFlagConnection(deps, actor, parseForm(createFlagConnectionInput, Object.fromEntries(form)))
    await testFlagConnection(deps, actor, id)
    revalidatePath(PAGE, "layout")
    return { is: "done", message: "It is connected." }
  })
}

export async function test(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(oneConnection, { id: form.get("id") })
    await testFlagConnection(deps, actor, id)
    const { report } = await getFlagConnection(deps.db, id)
    revalidatePath(PAGE, "layout")
    if (report?.ok) return { is: "done", message: "It works: the token may do all that a launch needs." }
    return { is: "refused", message: "It does not work yet: see what is missing.", complaints: [] }
  })
}

export async function edit(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(oneConnection, { id: form.get("id") })
    const fields = { name: form.get("name"), baseUrl: form.get("baseUrl") }
    await editFlagConnection(deps, actor, { ...parseForm(editFlagConnectionInput, fields), id })
    revalidatePath(PAGE, "layout")
    return { is: "done", message: "Saved." }
  })
}

export async function replaceToken(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(oneConnection, { id: form.get("id") })
    const { token } = parseForm(editFlagConnectionInput, { token: form.get("token") ?? "" })
    await editFlagConnection(deps, actor, { token, id })
    await testFlagConnection(deps, actor, id)
    revalidatePath(PAGE, "layout")
    return { is: "done", message: "The token is replaced." }
  })
}

export async function forget(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(oneConnection, { id: form.get("id") })
    await editFlagConnection(deps, actor, { token: null, id })
    revalidatePath(PAGE, "layout")
    return { is: "done", message: "The token is forgotten." }
  })
}

export async function remove(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(oneConnection, { id: form.get("id") })
    await removeFlagConnection(deps, actor, id)
    revalidatePath(PAGE, "layout")
    return { is: "done", message: "It is removed." }
  })
}
