import { readGitLabHook } from "#lib/hooks/gitlab-hook.ts"
import { isFromGitLab } from "#lib/hooks/hook-signature.ts"
import { DomainError } from "#lib/kernel/errors.ts"
import { hookResource } from "../../resource.ts"
import { bodyOf, deliveryIdOf, notConfigured, notSigned, parseJson, receiveArrival, textOf } from "../receive-arrival.ts"

const GITLAB = { kind: "system", name: "GitLab" } as const

/** GitLab's webhooks, of a project or of a group. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = hookResource("/api/hooks/gitlab", async (asked) => {
  const { headers } = asked.request
  const { gitlabToken } = asked.deps.settings.hooks
  if (gitlabToken === null) throw notConfigured("GITLAB_WEBHOOK_TOKEN")
  const body = await bodyOf(asked.request)
  if (!isFromGitLab(gitlabToken, body, headers)) {
    throw notSigned(
      "Neither a signature nor a token of this portal: the hook's secret token at GitLab has to be the portal's GITLAB_WEBHOOK_TOKEN.",
    )
  }
  asked.actorName = GITLAB.name
  const event = headers.get("x-gitlab-event") ?? ""
  if (!/^[\w ]{1,60}$/.test(event)) throw new DomainError("invalid", "malformed", "The header X-Gitlab-Event has to name the event.")
  // The same over GitLab's own retries; older versions send only an id of the event.
  const given = headers.get("idempotency-key") ?? headers.get("webhook-id") ?? headers.get("x-gitlab-event-uuid")
  const deliveryId = deliveryIdOf(given, "Idempotency-Key")
  const reading = readGitLabHook(event, parseJson(textOf(body)), asked.deps.clock.now())
  return receiveArrival(asked, GITLAB, { source: "gitlab", deliveryId, reading })
})
