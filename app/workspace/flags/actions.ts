"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { addConnectedFlag } from "#lib/flags/add-connected-flag.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { changeConnectedFlag } from "#lib/flags/change-connected-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import { describeExposure } from "#lib/flags/exposure.ts"
import { BUILT_IN } from "#lib/flags/flag-connection.ts"
import { changeFlagInput, newFlagInput } from "#lib/flags/input.ts"
import { lookAtFlag } from "#lib/flags/look-at-flag.ts"
import { type FlagId, idOf } from "#lib/kernel/ids.ts"
import { acting, parseForm } from "../acting.ts"
import { flagFields } from "./flag-fields.ts"

const PAGE = "/workspace/flags"
const oneFlag = z.object({ id: z.uuid().transform(idOf<FlagId>) })

export async function create(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { connection, ...flag } = parseForm(newFlagInput, Object.fromEntries(form))
    const id =
      connection === BUILT_IN
        ? await createFlag(deps, actor, { ...flag, connection })
        : await addConnectedFlag(deps, actor, { ...flag, connection })
    revalidatePath(PAGE, "layout")
    return { is: "done", message: `${flag.key} is here.`, to: `${PAGE}?flag=${id}` }
  })
}

/** A built-in flag: all of it at once, as the form shows it. */
export async function change(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(oneFlag, { id: form.get("id") })
    await changeBuiltInFlag(deps, actor, { ...parseForm(changeFlagInput, flagFields(form)), id })
    revalidatePath(PAGE, "layout")
    return { is: "done", message: "Saved. Whoever asks from now on gets it." }
  })
}

/** A flag of another service: our own words about it. */
export async function describe(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(oneFlag, { id: form.get("id") })
    const { description } = parseForm(changeFlagInput.pick({ description: true }), { description: form.get("description") })
    await changeConnectedFlag(deps, actor, { description, id })
    revalidatePath(PAGE, "layout")
    return { is: "done", message: "Saved." }
  })
}

export async function look(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(oneFlag, { id: form.get("id") })
    const exposure = await lookAtFlag(deps, actor, id)
    revalidatePath(PAGE, "layout")
    return { is: "done", message: `Asked just now: ${describeExposure(exposure)}.` }
  })
}
