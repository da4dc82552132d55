import type { Exposure } from "./exposure.ts"

/** What a launch may ask for: what a provider must reach, and what reading back must prove. */
export type DesiredExposure = Extract<Exposure, { kind: "off" | "everyone" | "percentage" }>

/** A provider's own complete picture of a flag in one environment, as JSON. Only its adapter knows what is in it. */
export type ProviderState = { readonly [member: string]: unknown }

/** Where a flag is, and what opens the door. The token is a secret: never logged, audited or returned. */
export type FlagAddress = {
  readonly baseUrl: string
  readonly project: string
  readonly token: string
  readonly key: string
  readonly environment: string
  /**
   * Whether the lease for writing lasts for one more call, by a clock that also runs while this process is stopped. An adapter
   * asks before each call: who wakes up after his lease sends nothing more.
   */
  readonly mayCall?: () => boolean
}

/** What a provider shows of a flag: whom it serves, and all that is needed to put it back. */
export type Seen = { is: "seen"; exposure: Exposure; state: ProviderState }

/** `retry`: it may work later, not before `afterMs` where the provider named a time. */
export type Retry = { is: "retry"; reason: string; afterMs?: number }

/** Trying again changes nothing. A `conflict` is a state that is neither the recorded nor the desired one: somebody moved the flag. */
export type Refused = { is: "refused"; because: "conflict" | "approval" | "credential" | "missing" | "impossible"; reason: string }

/** A change of one flag: over what was recorded of it, towards what is desired. `key` is the same for every attempt. */
export type FlagChange = { readonly recorded: ProviderState; readonly desired: DesiredExposure; readonly key: string }

export type Restored = { is: "restored"; seen: Seen } | { is: "left_alone"; seen: Seen; reason: string }

/** What *Test connection* found: each permission by name, with what to do where it is missing. */
export type ConnectionReport = { ok: boolean; checks: { check: string; status: "pass" | "fail"; detail: string }[] }

/**
 * A flag service. Every answer is an exposure computed from what it shows, never the echo of a write: "on" is not "everyone".
 * Nothing here throws for what the service does: an answer, a silence or a refusal is data. Callers hold the flag's lease.
 */
export type FlagProvider = {
  read(flag: FlagAddress): Promise<Seen | Retry | Refused>
  /** Why the desired exposure cannot be reached from this state, or null. Pure: readiness asks it before anything is written. */
  obstacle(state: ProviderState, desired: DesiredExposure): string | null
  /** Writes only over the recorded state, or over one that its own interrupted attempt left; writes nothing where it is there already. */
  set(flag: FlagAddress, change: FlagChange): Promise<{ is: "set" } | Retry | Refused>
  /** Back to the recorded state, reading it back; leaves alone what is neither the recorded state nor one that `set` passes through. */
  restore(flag: FlagAddress, change: FlagChange): Promise<Restored | Retry | Refused>
  test(connection: Omit<FlagAddress, "key" | "environment">): Promise<ConnectionReport>
}
