"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { editBrandInput } from "#lib/brand/input.ts"
import { publishBrand } from "#lib/documents/publish-brand.ts"
import { editSender } from "#lib/mail/edit-sender.ts"
import { senderInput } from "#lib/mail/input.ts"
import { createTopic } from "#lib/subscribers/create-topic.ts"
import { editTopic } from "#lib/subscribers/edit-topic.ts"
import { createTopicInput, editTopicInput, topicKey } from "#lib/subscribers/input.ts"
import { retireTopic } from "#lib/subscribers/retire-topic.ts"
import { acting, parseForm } from "../acting.ts"

const PAGE = "/workspace/settings"

export async function saveSite(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const accent = String(form.get("accent") ?? "").trim()
    const input = parseForm(editBrandInput, {
      name: form.get("name"),
      lead: form.get("lead"),
      accent: accent === "" ? null : accent,
      headingFont: form.get("headingFont"),
      logo: await logoIn(form),
    })
    await publishBrand(deps, actor, input)
    revalidatePath(PAGE)
    return { is: "done", message: "Saved. Visitors see it from now on." }
  })
}

/** An empty field changes nothing; taking the logo away is a box of its own. */
async function logoIn(form: FormData): Promise<string | null | undefined> {
  const file = form.get("logo")
  if (file instanceof File && file.size > 0) return Buffer.from(await file.arrayBuffer()).toString("base64")
  return form.get("removeLogo") === null ? undefined : null
}

export async function saveSender(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    await editSender(deps, actor, parseForm(senderInput, { name: form.get("name"), postalAddress: form.get("postalAddress") }))
    revalidatePath(PAGE)
    return { is: "done", message: "Saved. The next release is mailed with it." }
  })
}

export async function addTopic(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { key, name, description } = Object.fromEntries(form)
    await createTopic(deps, actor, parseForm(createTopicInput, { key, name, description }))
    revalidatePath(PAGE)
    return { is: "done", message: "The topic can be chosen." }
  })
}

export async function renameTopic(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { key, name, description } = Object.fromEntries(form)
    await editTopic(deps, actor, parseForm(editTopicInput.extend({ key: topicKey }), { key, name, description }))
    revalidatePath(PAGE)
    return { is: "done", message: "Saved." }
  })
}

export async function retire(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    await retireTopic(deps, actor, parseForm(z.strictObject({ key: topicKey }), { key: form.get("key") }))
    revalidatePath(PAGE)
    return { is: "done", message: "The topic is retired." }
  })
}
