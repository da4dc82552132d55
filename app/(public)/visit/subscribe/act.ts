import { Invalid, isDomainError } from "#lib/kernel/errors.ts"
import { requestSubscriptionInput } from "#lib/subscribers/input.ts"
import { requestSubscription } from "#lib/subscribers/request-subscription.ts"
import { parseVisit, wrongFields } from "../parse-visit.ts"
import { type Shown, show, textIn, textsIn, type Visit } from "../visit.ts"

/** The same answer for every address: whether it is known stands in the mail alone. */
export async function actOnSubscribe({ deps, method, form, client }: Visit): Promise<Shown> {
  if (method === "GET") return show(200, "/subscribe")
  const fields = { email: textIn(form, "email"), topics: textsIn(form, "topics") }
  try {
    const outcome = await requestSubscription(deps, parseVisit(requestSubscriptionInput, fields), client)
    return outcome.is === "too many" ? show(429, "/subscribe/too-many") : show(200, "/subscribe/sent")
  } catch (error) {
    if (!isDomainError(error)) throw error
    const complaints = error.complaints.length > 0 ? error.complaints : new Invalid([{ path: "email", message: error.message }]).complaints
    return show(422, "/subscribe", { email: safeText(fields.email), ...wrongFields(complaints) })
  }
}

/** Back into the field it came from, so that only the mistake has to be mended. */
function safeText(text: string): string {
  return text.slice(0, 320).toWellFormed().replaceAll("\0", "")
}
