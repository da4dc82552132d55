import "server-only"
import { forbidden, redirect } from "next/navigation"
import type { PersonActor } from "#lib/access/actor.ts"
import { type Act, mayDo } from "#lib/access/authorize.ts"
import type { Runtime } from "#lib/runtime.ts"
import { runtime } from "../runtime.ts"
import { signedIn } from "./signed-in.ts"

/**
 * The first line of every page of the workspace: who looks, and may they do what the page is for. A stranger signs in first and
 * comes back to `path`; whoever may not is told so with 403. The page itself asks, so that nothing in front of it has to.
 */
export async function openPage(path: `/workspace${string}`, act: Act): Promise<{ deps: Runtime; actor: PersonActor }> {
  const actor = await signedIn()
  if (actor === null) redirect(`/signin?to=${encodeURIComponent(path)}`)
  if (!mayDo(actor, act)) forbidden()
  return { deps: await runtime(), actor }
}
