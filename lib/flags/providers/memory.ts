import type { ConnectionReport, FlagProvider, Refused, Retry } from "../flag-provider.ts"
import { type MemoryFlag, memoryObstacle, NEW_FLAG } from "./memory-flag.ts"
import { backward, type Conduct, forward, LOST, land, type MemoryStore, nameOf, recordedFlag, see, walkMemory } from "./memory-walk.ts"

/** What the service does instead of its work, or beside it. */
export type MemoryFault =
  | { does: "refuse"; because: Refused["because"] }
  /** Asks to be left in peace; nothing is done. */
  | { does: "slow down"; afterMs?: number }
  /** Does all of it, and the answer gets lost. */
  | { does: "lose answer" }
  /** Does its first write only, and the answer gets lost. */
  | { does: "half" }
  /** Does nothing now: its first write comes when `land` is called. The answer gets lost. */
  | { does: "apply late" }

type Operation = "read" | "set" | "restore" | "test"

/** A flag service without a network, for tests of whatever flips flags, with a switchboard of what can go wrong. */
export type MemoryProvider = FlagProvider & {
  create(key: string, flag?: Partial<MemoryFlag>, environment?: string): void
  flag(key: string, environment?: string): MemoryFlag
  /** Somebody else's change. */
  change(key: string, flag: Partial<MemoryFlag>, environment?: string): void
  fail(on: Operation, fault: MemoryFault, times?: number): void
  /** What came late comes now. */
  land(): void
  /** Tokens that were taken back. */
  revoked: Set<string>
  /** Every call with how it was answered. */
  calls: { operation: Operation; key: string | null; answer: string }[]
  writes: MemoryStore["writes"]
}

type Memory = MemoryStore & Pick<MemoryProvider, "revoked" | "calls"> & { faults: { on: Operation; fault: MemoryFault; times: number }[] }

export function memoryProvider(): MemoryProvider {
  const memory: Memory = { flags: new Map(), writes: [], held: [], faults: [], revoked: new Set(), calls: [] }
  const { revoked, calls, writes } = memory
  const flag = (key: string, environment = "production") => memory.flags.get(nameOf({ key, environment })) ?? missing(key)
  const put = (key: string, environment: string, value: MemoryFlag) => void memory.flags.set(nameOf({ key, environment }), value)
  return {
    ...answering(memory),
    create: (key, given = {}, environment = "production") => put(key, environment, { ...NEW_FLAG, ...given }),
    flag,
    change: (key, given, environment = "production") => put(key, environment, { ...flag(key, environment), ...given }),
    fail: (on, fault, times = 1) => void memory.faults.push({ on, fault, times }),
    land: () => land(memory),
    revoked,
    calls,
    writes,
  }
}

function answering(store: Memory): FlagProvider {
  return {
    read: async (flag) => call(store, { operation: "read", ...flag }, () => see(store, flag)),
    obstacle: (state, desired) => memoryObstacle(recordedFlag.parse(state), desired),
    set: async (flag, change) =>
      call(store, { operation: "set", ...flag }, (conduct) => walkMemory({ store, flag, change, conduct }, forward(change.desired))),
    restore: async (flag, change) =>
      call(store, { operation: "restore", ...flag }, (conduct) => walkMemory({ store, flag, change, conduct }, backward)),
    test: async (connection) => report(call(store, { ...connection, operation: "test", key: null }, () => ({ is: "answered" as const }))),
  }
}

/** Puts what shall go wrong between a call and its work. */
function call<T extends { is: string }>(
  memory: Memory,
  asked: { operation: Operation; key: string | null; token: string },
  work: (conduct: Conduct) => T,
): T | Retry | Refused {
  const { operation, key, token } = asked
  const answer = memory.revoked.has(token) ? refused("credential") : underFault(takeFault(memory, operation), work)
  memory.calls.push({ operation, key, answer: answer.is })
  return answer
}

function takeFault(memory: Memory, operation: Operation): MemoryFault | null {
  const standing = memory.faults.find(({ on }) => on === operation)
  if (!standing) return null
  standing.times -= 1
  if (standing.times <= 0) memory.faults.splice(memory.faults.indexOf(standing), 1)
  return standing.fault
}

function underFault<T>(fault: MemoryFault | null, work: (conduct: Conduct) => T): T | Retry | Refused {
  if (fault?.does === "refuse") return refused(fault.because)
  if (fault?.does === "slow down") return { ...LOST, ...(fault.afterMs === undefined ? {} : { afterMs: fault.afterMs }) }
  const answer = work({
    writes: fault?.does === "half" ? 1 : Number.POSITIVE_INFINITY,
    come: fault?.does === "apply late" ? "late" : "at once",
  })
  return fault === null ? answer : LOST
}

function refused(because: Refused["because"]): Refused {
  return { is: "refused", because, reason: `The memory service refuses: ${because}.` }
}

function report(answer: { is: "answered" } | Retry | Refused): ConnectionReport {
  const [ok, detail] = answer.is === "answered" ? [true, "The memory service answers."] : [false, answer.reason]
  return { ok, checks: [{ check: "answer", status: ok ? "pass" : "fail", detail }] }
}

function missing(key: string): never {
  throw new Error(`the memory service has no flag ${key}`)
}
