import type { FlagConnectionId, FlagId } from "../kernel/ids.ts"
import type { ConnectionReport, DesiredExposure, FlagChange, ProviderState, Refused, Restored, Retry, Seen } from "./flag-provider.ts"

/**
 * Flags of other systems by our own ids. Behind it: the connection's address and unsealed token, the flag's lease around every
 * write, the time until which a service asked to be left in peace, and what was last seen, kept for the list of flags.
 */
export type ConnectedFlags = {
  read(flagId: FlagId): Promise<Seen | Retry | Refused>
  obstacle(flagId: FlagId, state: ProviderState, desired: DesiredExposure): Promise<string | null>
  set(flagId: FlagId, change: FlagChange): Promise<{ is: "set" } | Retry | Refused>
  restore(flagId: FlagId, change: FlagChange): Promise<Restored | Retry | Refused>
  test(connectionId: FlagConnectionId): Promise<ConnectionReport>
}
