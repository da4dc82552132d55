"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { idOf, type PersonId } from "#lib/kernel/ids.ts"
import { changeRole } from "#lib/people/change-role.ts"
import { editAccess } from "#lib/people/edit-access.ts"
import { changeRoleInput, editAccessInput, invitePersonInput } from "#lib/people/input.ts"
import { invitePerson } from "#lib/people/invite-person.ts"
import { removePerson } from "#lib/people/remove-person.ts"
import { acting, parseForm } from "../acting.ts"

const PAGE = "/workspace/people"
const whom = z.uuid().transform(idOf<PersonId>)

export async function invite(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const input = parseForm(invitePersonInput, { email: form.get("email"), role: form.get("role"), name: form.get("name") })
    await invitePerson(deps, actor, input)
    revalidatePath(PAGE)
    return { is: "done", message: `${input.email} is invited. A mail is on its way.` }
  })
}

export async function change(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const input = parseForm(changeRoleInput.extend({ id: whom }), { id: form.get("id"), role: form.get("role") })
    await changeRole(deps, actor, input)
    revalidatePath(PAGE)
    return { is: "done", message: `They are ${input.role} from now on.` }
  })
}

export async function remove(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(z.strictObject({ id: whom }), { id: form.get("id") })
    await removePerson(deps, actor, id)
    revalidatePath(PAGE)
    return { is: "done", message: "They are removed." }
  })
}

export async function setRules(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const names = String(form.get("domains") ?? "").split(/[\s,]+/)
    const domains = names.filter((name) => name !== "").map((domain) => ({ domain, role: form.get("domainRole") }))
    await editAccess(deps, actor, parseForm(editAccessInput, { domains, ownApproval: form.get("ownApproval") }))
    revalidatePath(PAGE)
    return { is: "done", message: "The rules are saved, and in force." }
  })
}
