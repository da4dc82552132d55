import "server-only"
import { headers } from "next/headers"
import type { z } from "zod"
import type { FormState } from "#components/ui/form-state.ts"
import type { PersonActor } from "#lib/access/actor.ts"
import { DomainError, Invalid, isDomainError } from "#lib/kernel/errors.ts"
import type { Runtime } from "#lib/runtime.ts"
import { complaintsOf } from "../api/complaints.ts"
import { unsafeParts } from "../api/unsafe-parts.ts"
import { isFromOurPages } from "../own-origin.ts"
import { runtime } from "../runtime.ts"
import { signedIn } from "./signed-in.ts"

type Acting = { deps: Runtime; actor: PersonActor }

/** Every action of the workspace is one call of this: sent by a page of ours, by somebody signed in; the command asks whether they may. */
export async function acting(run: (call: Acting) => Promise<FormState>): Promise<FormState> {
  const deps = await runtime()
  if (!isFromOurPages(await headers(), deps.settings.publicUrl)) return refused(notFromHere)
  const actor = await signedIn()
  if (actor === null) return refused(signedOut)
  try {
    return await run({ deps, actor })
  } catch (error) {
    if (isDomainError(error)) return refused(error)
    throw error
  }
}

/** The fields of a form, all problems at once, each with its path. */
export function parseForm<Shape extends z.ZodType>(shape: Shape, fields: Record<string, unknown>): z.output<Shape> {
  const unsafe = unsafeParts(fields)
  if (unsafe.length > 0) throw new Invalid(unsafe)
  const parsed = shape.safeParse(fields)
  if (!parsed.success) throw new Invalid(complaintsOf(parsed.error))
  return parsed.data
}

const notFromHere = new DomainError("forbidden", "cross_site", "This was not sent by a page of this portal, so nothing was done.")

// Not sent away, so that what was typed is still there.
const signedOut = new DomainError("unauthenticated", "unauthenticated", "You are signed out. Sign in in another tab, then send this again.")

function refused({ message, complaints }: DomainError): FormState {
  return { is: "refused", message, complaints }
}
