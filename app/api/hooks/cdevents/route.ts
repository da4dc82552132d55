import { createHash } from "node:crypto"
import { authorize } from "#lib/access/authorize.ts"
import { readCDEvent, readCloudEvent } from "#lib/hooks/cdevents-hook.ts"
import { DomainError, Invalid } from "#lib/kernel/errors.ts"
import { actorOf } from "../../actor-of.ts"
import { hookResource } from "../../resource.ts"
import { bodyOf, parseJson, receiveArrival, textOf } from "../receive-arrival.ts"

/** CDEvents over HTTP, from whatever speaks them. They carry no signature, so a token of the portal says who sends. */
export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = hookResource("/api/hooks/cdevents", async (asked) => {
  const { deps, request } = asked
  const actor = await actorOf(deps, request)
  asked.actorName = actor.name
  authorize(actor, "hook.deliver")
  if (actor.kind === "person") throw new DomainError("forbidden", "forbidden", "Events come with a token, not from a person.")
  const event = readCloudEvent(Object.fromEntries(request.headers), JSON.stringify(parseJson(textOf(await bodyOf(request)))))
  if (event.is === "no event")
    throw new Invalid([{ path: "", message: `This is no CloudEvent: ${event.reason}`.slice(0, 500).toWellFormed() }])
  // An id is unique for its source alone, and both may be long.
  const deliveryId = createHash("sha256").update(`${event.source}\n${event.id}`).digest("hex")
  return receiveArrival(asked, actor, { source: "cdevents", deliveryId, reading: readCDEvent(event.data) })
})
