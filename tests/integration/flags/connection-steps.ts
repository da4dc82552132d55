import { addConnectedFlag } from "#lib/flags/add-connected-flag.ts"
import type { ConnectedFlags } from "#lib/flags/connected-flags.ts"
import { createFlagConnection } from "#lib/flags/create-flag-connection.ts"
import type { Exposure } from "#lib/flags/exposure.ts"
import type { FlagLook } from "#lib/flags/flag-look.ts"
import type { ConnectionReport, FlagAddress, FlagProvider, Refused, Retry, Seen } from "#lib/flags/flag-provider.ts"
import { createFlagConnectionInput } from "#lib/flags/input.ts"
import { type ConnectedFlagsDeps, openConnectedFlags } from "#lib/flags/open-connected-flags.ts"
import type { FlagConnectionId, FlagId } from "#lib/kernel/ids.ts"
import type { Log } from "#lib/kernel/log.ts"
import type { GuardedOutbound } from "#lib/outbound/outbound.ts"
import type { Runtime } from "#lib/runtime.ts"
import { ADA, type World } from "#tests/support/world.ts"

/** Grep for it: it may be in the sealed column of the database, and nowhere else. */
export const TOKEN = "user:5f0c1de5ecre7t0fthetest5"

export type ToyService = {
  provider: FlagProvider
  /** Every call by its name, with the address it was made for. */
  calls: { call: string; flag: Partial<FlagAddress> }[]
  /** What the next calls answer, until it is changed. */
  answers: { read: Seen | Retry | Refused; set: { is: "set" } | Retry | Refused; restore: Seen | Retry | Refused; test: ConnectionReport }
  /** What is awaited within every write. */
  during: () => Promise<void>
}

export function seen(exposure: Exposure): Seen {
  return { is: "seen", exposure, state: { made: "up" } }
}

/** A flag service of the port that says what the test tells it to. */
export function aToyService(): ToyService {
  const service: Omit<ToyService, "provider"> = {
    calls: [],
    answers: { read: seen({ kind: "off" }), set: { is: "set" }, restore: seen({ kind: "off" }), test: { ok: true, checks: [] } },
    during: async () => {},
  }
  const called = (call: string, flag: Partial<FlagAddress>) => void service.calls.push({ call, flag })
  const provider: FlagProvider = {
    read: async (flag) => {
      called("read", flag)
      return service.answers.read
    },
    obstacle: (_, desired) => (desired.kind === "percentage" ? "It knows no percentages." : null),
    set: async (flag) => {
      called("set", flag)
      await service.during()
      return service.answers.set
    },
    restore: async (flag) => {
      called("restore", flag)
      await service.during()
      const { restore } = service.answers
      return restore.is === "seen" ? { is: "restored", seen: restore } : restore
    },
    test: async (connection) => {
      called("test", connection)
      return service.answers.test
    },
  }
  return Object.assign(service, { provider })
}

/** Every address is fine but those of the inside. Nothing is ever called. */
export const OUTBOUND: GuardedOutbound = {
  send: async () => ({ is: "unreachable", reason: "tests call nobody" }),
  objectionTo: async (url) => (url.includes("inside") ? "it leads to a private address." : null),
}

export type Connected = World & { flags: ConnectedFlags & FlagLook; outbound: GuardedOutbound; service: ToyService }

/** The world with one kind of flag service behind it. */
export function connected<Base extends World>(world: Base, options: Partial<ConnectedFlagsDeps> = {}): Base & Connected {
  const service = aToyService()
  const flags = openConnectedFlags({
    db: world.db,
    settings: world.settings,
    providers: { unleash: service.provider },
    log: world.log,
    ...options,
  })
  return { ...world, flags, outbound: OUTBOUND, service }
}

let made = 0

export function aConnection(world: Connected, more: { baseUrl?: string; name?: string; token?: string } = {}): Promise<FlagConnectionId> {
  made += 1
  const input = { kind: "unleash", name: `Flags ${made}`, baseUrl: `https://flags-${made}.acme.example`, token: TOKEN, ...more }
  return createFlagConnection(world, ADA, createFlagConnectionInput.parse(input))
}

export async function aConnectedFlag(world: Connected, key: string, connection?: FlagConnectionId): Promise<FlagId> {
  const at = { connection: connection ?? (await aConnection(world)), key, environment: "production", description: "" }
  return addConnectedFlag(world, ADA, at)
}

/** Lines of a log that somebody can read afterwards. */
export function keptLog(world: Pick<Runtime, "log">): { log: Log; lines: unknown[][] } {
  const lines: unknown[][] = []
  const keep = (...line: unknown[]) => void lines.push(line)
  return { log: Object.assign(Object.create(world.log), { debug: keep, info: keep, warn: keep, error: keep }), lines }
}
