"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { idOf, type SubscriberId } from "#lib/kernel/ids.ts"
import { addSubscriber } from "#lib/subscribers/add-subscriber.ts"
import { eraseSubscriber } from "#lib/subscribers/erase-subscriber.ts"
import { addSubscriberInput } from "#lib/subscribers/input.ts"
import { liftSuppression } from "#lib/subscribers/lift-suppression.ts"
import { suppressSubscriber } from "#lib/subscribers/suppress-subscriber.ts"
import { takeOffSubscriber } from "#lib/subscribers/take-off-subscriber.ts"
import { acting, parseForm } from "../acting.ts"
import { AUDIENCE } from "./asked.ts"
import { traitsIn } from "./form-fields.ts"

const which = z.object({ id: z.uuid().transform(idOf<SubscriberId>) })
const oneOf = (form: FormData) => parseForm(which, { id: form.get("id") }).id

export async function add(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { email, name, locale, consent } = Object.fromEntries(form)
    const given = { email, name, locale: locale || null, consent, topics: form.getAll("topics"), traits: traitsIn(form) }
    const { is } = await addSubscriber(deps, actor, parseForm(addSubscriberInput, given))
    revalidatePath(AUDIENCE)
    return { is: "done", message: is === "added" ? "They are added." : "They were here already, and have what is new." }
  })
}

export async function takeOff(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    await takeOffSubscriber(deps, actor, oneOf(form))
    revalidatePath(AUDIENCE)
    return { is: "done", message: "Their subscription has ended." }
  })
}

export async function suppress(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    await suppressSubscriber(deps, actor, oneOf(form))
    revalidatePath(AUDIENCE)
    return { is: "done", message: "Nothing is mailed to this address any more." }
  })
}

export async function lift(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { is } = await liftSuppression(deps, actor, oneOf(form))
    revalidatePath(AUDIENCE)
    return { is: "done", message: is === "subscribed" ? "They are subscribed again." : "Mail may go there again." }
  })
}

export async function erase(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    await eraseSubscriber(deps, actor, oneOf(form))
    revalidatePath(AUDIENCE)
    return { is: "done", message: "They are erased.", to: AUDIENCE }
  })
}
