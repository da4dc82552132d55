import { z } from "zod"
import { unreachable } from "../../kernel/unreachable.ts"
import type { OutboundAnswer } from "../../outbound/outbound.ts"
import type { Refused, Retry } from "../flag-provider.ts"

/** What the service says beside a status that is no success. Its words stay here but for the few that help: they can hold people's ids. */
const complaint = z.object({ name: z.string().optional(), message: z.string().default("") }).catch({ message: "" })

type Complaint = z.infer<typeof complaint>

/** The one place that tells what a failure of the service means: whether trying later may help, or why not. Null is success. */
export function failureOf(answer: OutboundAnswer): Retry | Refused | null {
  switch (answer.is) {
    case "unreachable":
      return { is: "retry", reason: `Unleash did not answer: ${asEnd(answer.reason)}` }
    case "refused":
      return refused("impossible", `Unleash's address is not one to call: ${asEnd(answer.reason)}`)
    case "answered":
      return answer.status >= 200 && answer.status < 300 ? null : failureOfStatus(answer)
    default:
      return unreachable(answer)
  }
}

/** The end of a sentence, whether it was one already. */
function asEnd(reason: string): string {
  return `${reason.replace(/\.$/, "")}.`
}

function failureOfStatus({ status, headers, body }: { status: number; headers: Headers; body: string }): Retry | Refused {
  const said = complaint.parse(jsonOf(body))
  // A JSON Patch whose `test` does not hold is answered as if the server had failed.
  if (status === 500 && said.message.startsWith("Test operation failed")) return refused("conflict", "Somebody changed the flag just then.")
  if (status === 429) return later("Unleash asks to slow down.", headers)
  if (status >= 500 || status === 408 || status === 425) return later(`Unleash answered with an error (${status}).`, headers)
  return REFUSALS[status]?.(said) ?? refused("impossible", status < 400 ? REDIRECT : `Unleash refused the request (${status}).`)
}

const REDIRECT = "Unleash's address answers with a redirect: enter the address it leads to."

const REFUSALS: Record<number, (said: Complaint) => Refused> = {
  400: ({ name }) =>
    refused("impossible", name === "ArchivedFeatureError" ? "The flag is archived in Unleash." : "Unleash takes the request for invalid."),
  401: () => refused("credential", "Unleash does not accept the token: it is unknown, expired or taken back."),
  403: ({ message }) => forbidden(message),
  404: () => refused("missing", "Unleash has no such flag in this project and environment, or it is archived."),
  409: () => refused("conflict", "Unleash says that the flag was changed at the same time."),
}

function forbidden(message: string): Refused {
  if (message.includes("SKIP_CHANGE_REQUEST"))
    return refused("approval", "Changes here need an approval in Unleash: make a change request there, or let this token skip them.")
  if (message.includes("expected a different token type"))
    return refused("credential", "The token is one for SDKs, which may only evaluate: give a personal access token or a service account's.")
  const permission = /"([A-Z_]+)" permission/.exec(message)?.[1]
  return refused(
    "credential",
    `The token may not do this in Unleash${permission ? `: it lacks "${PERMISSIONS[permission] ?? permission}"` : ""}.`,
  )
}

/** As Unleash's own pages name them. */
export const PERMISSIONS: Record<string, string> = {
  UPDATE_FEATURE_ENVIRONMENT: "Enable/disable flags",
  CREATE_FEATURE_STRATEGY: "Create activation strategies",
  UPDATE_FEATURE_STRATEGY: "Update activation strategies",
  DELETE_FEATURE_STRATEGY: "Delete activation strategies",
}

function refused(because: Refused["because"], reason: string): Refused {
  return { is: "refused", because, reason }
}

function later(reason: string, headers: Headers): Retry {
  const afterMs = waitOf(headers)
  return { is: "retry", reason, ...(afterMs === null ? {} : { afterMs }) }
}

/** Longer than this is a mistake of somebody's: a flag service that wants a day of peace is down for us. */
const LONGEST_MS = 3_600_000

/** Seconds, or a date by the service's own clock where it says what that shows. */
function waitOf(headers: Headers): number | null {
  const asked = headers.get("retry-after") ?? headers.get("ratelimit-reset")
  if (asked === null) return null
  const now = Date.parse(headers.get("date") ?? "") || Date.now()
  const waitMs = /^\d+$/.test(asked.trim()) ? Number(asked) * 1000 : Date.parse(asked) - now
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), LONGEST_MS)
}

/** The answer's body in the form it should have; a login page or a proxy's is no answer, and may be gone a moment later. */
export function readAnswer<T>(schema: z.ZodType<T>, body: string): { is: "read"; value: T } | Retry {
  const parsed = schema.safeParse(jsonOf(body))
  if (parsed.success) return { is: "read", value: parsed.data }
  return { is: "retry", reason: "What answers at Unleash's address does not answer as Unleash does." }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
