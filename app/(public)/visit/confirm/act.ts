import { confirmSubscription } from "#lib/subscribers/confirm-subscription.ts"
import { readSubscription } from "#lib/subscribers/read-subscription.ts"
import { type Shown, show, UNKNOWN_LINK, type Visit } from "../visit.ts"

/** A scanner that follows links in mails reads a page with a button; only pressing it confirms. */
export async function actOnConfirm({ deps, method, token }: Visit): Promise<Shown> {
  if (method === "POST") {
    const outcome = await confirmSubscription(deps, token)
    return outcome.is === "confirmed" ? show(200, "/confirmed") : UNKNOWN_LINK
  }
  const seen = await readSubscription(deps, "confirm", token)
  if (seen.is !== "found" || !seen.isLatest) return UNKNOWN_LINK
  return seen.state === "active" ? show(200, "/confirmed") : show(200, `/confirm/${token}`)
}
