import { parsePayload } from "#lib/hooks/hook-reading.ts"
import type { HookSender } from "#lib/hooks/hook-sender.ts"
import { type HookArrival, receiveHook } from "#lib/hooks/receive-hook.ts"
import { DomainError, Invalid } from "#lib/kernel/errors.ts"
import { unreachable } from "#lib/kernel/unreachable.ts"
import type { Asked } from "../answer-request.ts"

export const NOT_CONFIGURED = "not_configured"

/** A hook never takes what nobody signed: without a secret it takes nothing. */
export function notConfigured(variable: string): DomainError {
  return new DomainError("unavailable", NOT_CONFIGURED, `This hook takes nothing until ${variable} is set where the portal runs.`)
}

export function notSigned(how: string): DomainError {
  return new DomainError("unauthenticated", "bad_signature", how)
}

/** Senders' ids of deliveries are short; a longer one is no id. */
export function deliveryIdOf(text: string | null, header: string): string {
  if (text !== null && /^[\x21-\x7e]{1,255}$/.test(text)) return text
  throw new DomainError("invalid", "malformed", `The header ${header} has to name the delivery.`)
}

export function parseJson(text: string): unknown {
  try {
    return parsePayload(text)
  } catch {
    throw new DomainError("invalid", "malformed", "The body is not JSON in UTF-8.")
  }
}

export function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body)
  } catch {
    throw new DomainError("invalid", "malformed", "The body is not JSON in UTF-8.")
  }
}

/** The bytes as they came: signatures are of these. server.ts has counted them. */
export async function bodyOf(request: Request): Promise<Uint8Array> {
  return new Uint8Array(await request.arrayBuffer())
}

/** Answers after one insert: what came of it is on the page of the repository. */
export async function receiveArrival({ deps }: Asked, sender: HookSender, arrival: HookArrival): Promise<Response> {
  const said = await receiveHook(deps, sender, arrival)
  switch (said.is) {
    case "received":
      return Response.json({ outcome: "received", id: said.id }, { status: 202 })
    case "ignored":
      return Response.json({ outcome: "ignored", id: said.id, reason: said.reason })
    case "repeated":
      return Response.json({ outcome: "repeated" })
    case "unreadable":
      throw new Invalid(said.complaints)
    default:
      return unreachable(said)
  }
}
