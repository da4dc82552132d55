"use server"

import { revalidatePath } from "next/cache"
import { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { revokeToken } from "#lib/access/revoke-token.ts"
import { idOf, type TokenId } from "#lib/kernel/ids.ts"
import { acting, parseForm } from "../acting.ts"

const PAGE = "/workspace/tokens"

/** 0 is until it is revoked. */
const lifetime = z.strictObject({ days: z.coerce.number("must be a number of days").int().min(0).max(3650) })

/** The text is in this one answer; the page that comes after it does not have it. */
export async function create(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { days } = parseForm(lifetime, { days: form.get("days") })
    const expiresAt =
      days === 0
        ? null
        : deps.clock
            .now()
            .add({ hours: days * 24 })
            .toString()
    const environment = form.get("environment") || null
    const input = parseForm(createTokenInput, { name: form.get("name"), scopes: form.getAll("scopes"), environment, expiresAt })
    const { token } = await createToken(deps, actor, input)
    revalidatePath(PAGE)
    return { is: "done", message: `The token "${input.name}" is made.`, told: token }
  })
}

export async function revoke(_: FormState, form: FormData): Promise<FormState> {
  return acting(async ({ deps, actor }) => {
    const { id } = parseForm(z.strictObject({ id: z.uuid().transform(idOf<TokenId>) }), { id: form.get("id") })
    await revokeToken(deps, actor, id)
    revalidatePath(PAGE)
    return { is: "done", message: "It is revoked." }
  })
}
