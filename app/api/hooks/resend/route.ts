import { recordMailEvent } from "#lib/delivery/record-mail-event.ts"
import { readResendEvent } from "#lib/delivery/resend-event.ts"
import { isSignedByResend } from "#lib/delivery/resend-signature.ts"
import { Invalid } from "#lib/kernel/errors.ts"
import { hookResource } from "../../resource.ts"
import { bodyOf, deliveryIdOf, notConfigured, notSigned, parseJson, textOf } from "../receive-arrival.ts"

/** What became of the mails that Resend took: bounces, complaints, arrivals. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = hookResource("/api/hooks/resend", async (asked) => {
  const { headers } = asked.request
  const { resendWebhookSecrets } = asked.deps.settings.mail
  if (resendWebhookSecrets.length === 0) throw notConfigured("RESEND_WEBHOOK_SECRET")
  const body = await bodyOf(asked.request)
  if (!isSignedByResend(resendWebhookSecrets, { body, headers, now: asked.deps.clock.now() })) {
    throw notSigned(
      "svix-signature is missing, too old or does not fit: RESEND_WEBHOOK_SECRET has to be the signing secret of the webhook at Resend.",
    )
  }
  asked.actorName = "Resend"
  const event = readResendEvent(parseJson(textOf(body)))
  if (event === null) throw new Invalid([{ path: "type", message: "An event has a type, and this has none." }])
  const outcome = await recordMailEvent(asked.deps, { id: deliveryIdOf(headers.get("svix-id"), "svix-id"), event })
  return Response.json({ outcome })
})
