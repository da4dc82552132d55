import { isDomainError } from "#lib/kernel/errors.ts"
import { changePreferences } from "#lib/subscribers/change-preferences.ts"
import { endSubscription } from "#lib/subscribers/end-subscription.ts"
import { preferencesInput } from "#lib/subscribers/input.ts"
import { readSubscription } from "#lib/subscribers/read-subscription.ts"
import { parseVisit, wrongFields } from "../parse-visit.ts"
import { type Shown, show, textIn, textsIn, UNKNOWN_LINK, type Visit } from "../visit.ts"

export async function actOnPreferences(visit: Visit): Promise<Shown> {
  const { deps, method, token, form } = visit
  if (method === "GET") return pageFor(visit)
  if (textIn(form, "leave") === "everything") {
    const outcome = await endSubscription(deps, { token, by: "preferences_page" })
    return outcome.is === "ended" ? show(200, "/unsubscribed") : UNKNOWN_LINK
  }
  return change(visit)
}

async function pageFor({ deps, token }: Visit): Promise<Shown> {
  const seen = await readSubscription(deps, "preferences", token)
  if (seen.is === "unknown") return UNKNOWN_LINK
  return seen.is === "found" && seen.state === "active" ? show(200, `/preferences/${token}`) : show(200, "/unsubscribed")
}

async function change({ deps, token, form }: Visit): Promise<Shown> {
  const fields = { name: textIn(form, "name"), locale: textIn(form, "locale"), topics: textsIn(form, "topics") }
  try {
    const outcome = await changePreferences(deps, token, parseVisit(preferencesInput, fields))
    if (outcome.is === "unknown") return UNKNOWN_LINK
    return outcome.is === "changed" ? show(200, `/preferences/${token}`, { saved: "yes" }) : show(200, "/unsubscribed")
  } catch (error) {
    if (!isDomainError(error)) throw error
    // Whose link it is decides first: a stranger's mistakes are not worth a word.
    const page = await pageFor({ deps, token, form, method: "GET", client: "" })
    return page.status === 200 ? show(422, `/preferences/${token}`, wrongFields(error.complaints)) : page
  }
}
