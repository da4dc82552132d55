"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { editRepository } from "#lib/changes/edit-repository.ts"
import { editRepositoryInput } from "#lib/changes/input.ts"
import { redeliverHook } from "#lib/hooks/redeliver-hook.ts"
import { type HookDeliveryId, idOf, type RepositoryId } from "#lib/kernel/ids.ts"
import { acting, parseForm } from "../acting.ts"

const oneDelivery = z.object({ id: z.uuid().transform(idOf<HookDeliveryId>) })

export async function redeliver(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(oneDelivery, Object.fromEntries(form))
    await redeliverHook(deps, actor, id)
    revalidatePath("/workspace/repositories", "layout")
    return { is: "done", message: "It is on its way again." }
  })
}

const oneRepository = z.object({ id: z.uuid().transform(idOf<RepositoryId>) })

export async function editSettings(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id: given, ...settings } = Object.fromEntries(form)
    const { id } = parseForm(oneRepository, { id: given })
    await editRepository(deps, actor, { ...parseForm(editRepositoryInput, settings), id })
    revalidatePath("/workspace/repositories", "layout")
    return { is: "done", message: "Saved. What counts as deployed follows from it at once." }
  })
}
