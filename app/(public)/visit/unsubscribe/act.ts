import { endSubscription } from "#lib/subscribers/end-subscription.ts"
import { readSubscription } from "#lib/subscribers/read-subscription.ts"
import { type Shown, show, textIn, UNKNOWN_LINK, type Visit } from "../visit.ts"

/** RFC 8058: a POST of whatever form ends it, at once and without a question; reading the page changes nothing. */
export async function actOnUnsubscribe({ deps, method, token, form }: Visit): Promise<Shown> {
  if (method === "POST") {
    const by = textIn(form, "List-Unsubscribe") === "One-Click" ? "one_click" : "unsubscribe_page"
    const outcome = await endSubscription(deps, { token, by })
    return outcome.is === "ended" ? show(200, "/unsubscribed") : UNKNOWN_LINK
  }
  const seen = await readSubscription(deps, "unsubscribe", token)
  if (seen.is === "unknown") return UNKNOWN_LINK
  const isOver = seen.is === "gone" || seen.state === "ended"
  return isOver ? show(200, "/unsubscribed") : show(200, `/unsubscribe/${token}`)
}
