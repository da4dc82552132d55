import type { Database } from "#db/transaction.ts"
import type { FlagConnectionId, FlagId } from "../kernel/ids.ts"
import type { Log } from "../kernel/log.ts"
import { type KeySettings, secretKeys } from "../secrets/secret-keys.ts"
import { askProvider, type ProviderDeps } from "./ask-provider.ts"
import type { ConnectedFlags } from "./connected-flags.ts"
import type { Providers } from "./connection-door.ts"
import type { Exposure } from "./exposure.ts"
import type { FlagLook } from "./flag-look.ts"
import type { ConnectionReport, FlagAddress, FlagProvider, Refused, Restored, Retry, Seen } from "./flag-provider.ts"
import { holdLease } from "./hold-lease.ts"
import { noteObserved } from "./note-observed.ts"
import { getConnectionDoor, getDoorOfFlag } from "./queries.ts"

export type ConnectedFlagsDeps = { db: Database; settings: KeySettings; providers: Providers; log: Log; leaseMs?: number }

/** Longer than any single call to a provider (8 s), so that a lease outlives a call whose process was killed. */
const LEASE_MS = 15_000

type Deps = ProviderDeps & { log: Log; leaseMs: number }

/** The flags of other systems by our own ids: through here and no other way does anything reach a flag service. */
export function openConnectedFlags(deps: ConnectedFlagsDeps): ConnectedFlags & FlagLook {
  const { db, settings, providers, log, leaseMs = LEASE_MS } = deps
  const own: Deps = { db, keys: secretKeys(settings), providers, log, leaseMs }
  return {
    look: async ({ connectionId, key, environment }) => {
      const door = await getConnectionDoor(db, connectionId)
      return askProvider(own, door, ({ provider, connection }) => provider.read({ ...connection, key, environment }))
    },
    read: (flagId) => asking(own, flagId, (provider, flag) => provider.read(flag)),
    obstacle: async (flagId, state, desired) => {
      const { kind } = await getDoorOfFlag(db, flagId)
      return providers[kind]?.obstacle(state, desired) ?? null
    },
    set: (flagId, change) =>
      alone(own, flagId, (mayCall) => asking(own, flagId, (provider, flag) => provider.set({ ...flag, mayCall }, change))),
    restore: (flagId, change) =>
      alone(own, flagId, (mayCall) => asking(own, flagId, (provider, flag) => provider.restore({ ...flag, mayCall }, change))),
    test: (connectionId) => testConnection(own, connectionId),
  }
}

type Told = Seen | Restored | { is: "set" }
type Ask<Answer> = (provider: FlagProvider, flag: FlagAddress) => Promise<Answer | Retry | Refused>

async function asking<Answer extends Told>(deps: Deps, flagId: FlagId, ask: Ask<Answer>): Promise<Answer | Retry | Refused> {
  const { key, environment, ...door } = await getDoorOfFlag(deps.db, flagId)
  const answer = await askProvider(deps, door, ({ provider, connection }) => ask(provider, { ...connection, key, environment }))
  const exposure = exposureIn(answer)
  if (exposure !== null) await noteObserved(deps, { flagId, askedAt: door.askedAt, exposure })
  return answer
}

function exposureIn(answer: Told | Retry | Refused): Exposure | null {
  if (answer.is === "seen") return answer.exposure
  return answer.is === "restored" || answer.is === "left_alone" ? answer.seen.exposure : null
}

/** The lease is committed before the first read and goes after the last, so that two writers of a flag never see half of each other. */
async function alone<Answer>(deps: Deps, flagId: FlagId, write: (mayCall: () => boolean) => Promise<Answer>): Promise<Answer | Retry> {
  const leased = await holdLease(deps, flagId, write)
  switch (leased.is) {
    case "done":
      return leased.value
    case "busy":
      return { is: "retry", reason: "Another launch is writing this flag." }
    case "lost":
      return { is: "retry", reason: "Writing the flag took so long that somebody else may have begun: what became of it has to be read." }
  }
}

async function testConnection(deps: Deps, connectionId: FlagConnectionId): Promise<ConnectionReport> {
  const door = await getConnectionDoor(deps.db, connectionId)
  const answer = await askProvider(deps, door, async ({ provider, connection }) => ({
    is: "tested" as const,
    report: await provider.test(connection),
  }))
  if (answer.is === "tested") return answer.report
  return { ok: false, checks: [{ check: "may be asked", status: "fail", detail: answer.reason }] }
}
