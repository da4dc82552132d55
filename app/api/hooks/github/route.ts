import { readGitHubHook } from "#lib/hooks/github-hook.ts"
import { isSignedByGitHub } from "#lib/hooks/hook-signature.ts"
import { DomainError } from "#lib/kernel/errors.ts"
import type { Asked } from "../../answer-request.ts"
import { hookResource } from "../../resource.ts"
import { bodyOf, deliveryIdOf, notConfigured, notSigned, parseJson, receiveArrival, textOf } from "../receive-arrival.ts"

const GITHUB = { kind: "system", name: "GitHub" } as const

/** GitHub's webhooks, of a repository or of an organisation. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = hookResource("/api/hooks/github", async (asked) => {
  const { headers } = asked.request
  const { githubSecret } = asked.deps.settings.hooks
  if (githubSecret === null) throw notConfigured("GITHUB_WEBHOOK_SECRET")
  const body = await bodyOf(asked.request)
  if (!isSignedByGitHub(githubSecret, body, headers.get("x-hub-signature-256"))) {
    throw notSigned(
      "X-Hub-Signature-256 is missing or does not fit: the hook's secret at GitHub has to be the portal's GITHUB_WEBHOOK_SECRET.",
    )
  }
  asked.actorName = GITHUB.name
  const event = headers.get("x-github-event") ?? ""
  if (!/^[\w-]{1,60}$/.test(event)) throw new DomainError("invalid", "malformed", "The header X-GitHub-Event has to name the event.")
  const deliveryId = deliveryIdOf(headers.get("x-github-delivery"), "X-GitHub-Delivery")
  const reading = readGitHubHook(event, payloadOf(asked, body), asked.deps.clock.now())
  return receiveArrival(asked, GITHUB, { source: "github", deliveryId, reading })
})

/** GitHub's first choice for a new hook is a form with the JSON in it. */
function payloadOf({ request }: Asked, body: Uint8Array): unknown {
  const text = textOf(body)
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "")
  return parseJson(isForm ? (new URLSearchParams(text).get("payload") ?? "") : text)
}
