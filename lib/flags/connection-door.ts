import { CannotOpen, openSecret } from "../secrets/sealed-secret.ts"
import type { SecretKeys } from "../secrets/secret-keys.ts"
import { flagTokenPlace } from "../secrets/secret-places.ts"
import type { ConnectionKind } from "./flag-connection.ts"
import type { FlagAddress, FlagProvider, Refused, Retry } from "./flag-provider.ts"

/** A flag service as the database has it, closed: the token is sealed. */
export type ConnectionDoor = {
  connectionId: string
  kind: ConnectionKind
  baseUrl: string
  project: string
  sealedToken: string | null
  /** For how long the service still wants to be left in peace. */
  quietMs: number
  /** When this was read, by the database's clock. */
  askedAt: Temporal.Instant
}

export type Providers = Readonly<Partial<Record<ConnectionKind, FlagProvider>>>
export type OpenDoor = { is: "open"; provider: FlagProvider; connection: Omit<FlagAddress, "key" | "environment"> }

/** Opens only where a call may be made now. Whatever keeps it closed is an answer like any that the service could give. */
export function openDoor(
  { keys, providers }: { keys: SecretKeys; providers: Providers },
  door: ConnectionDoor,
): OpenDoor | Retry | Refused {
  const { connectionId, baseUrl, project, sealedToken, quietMs } = door
  const provider = providers[door.kind]
  if (provider === undefined) return { is: "refused", because: "impossible", reason: `This portal has no adapter for ${door.kind}.` }
  if (sealedToken === null) return { is: "refused", because: "credential", reason: "The connection has no token: enter one." }
  if (quietMs > 0)
    return { is: "retry", reason: `The flag service asked to be left in peace for another ${inSeconds(quietMs)} s.`, afterMs: quietMs }
  try {
    return { is: "open", provider, connection: { baseUrl, project, token: openSecret(keys, sealedToken, flagTokenPlace(connectionId)) } }
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error
    return { is: "refused", because: "credential", reason: `${error.message} Enter the connection's token again.` }
  }
}

function inSeconds(ms: number): number {
  return Math.ceil(ms / 1000)
}

/** A service may repeat the token in what it says, and what it says is shown, logged and audited. */
export function withoutToken<Answer>(answer: Answer, token: string): Answer {
  const told = JSON.stringify(answer)
  const asWritten = JSON.stringify(token).slice(1, -1)
  return told.includes(asWritten) ? parsedLike<Answer>(told.replaceAll(asWritten, "[cut]")) : answer
}

/** Sound, since only texts within it were changed, and an answer is plain JSON. */
function parsedLike<Answer>(json: string): Answer {
  return JSON.parse(json) as Answer
}
