import type { FlagAddress, FlagProvider } from "#lib/flags/flag-provider.ts"
import { type MemoryProvider, memoryProvider } from "#lib/flags/providers/memory.ts"
import type { MemoryFlag } from "#lib/flags/providers/memory-flag.ts"
import type { ServiceUnderTest, Shape } from "#tests/support/provider-contract.ts"

const SHAPES: Record<Shape, Partial<MemoryFlag>> = {
  off: { enabled: false, share: 0, audience: null },
  everyone: { enabled: true, share: 100, audience: null },
  "25 %": { enabled: true, share: 25, audience: null },
  "7 %": { enabled: true, share: 7, audience: null },
  targeted: { enabled: true, share: 100, audience: "two people" },
}

/** The memory provider in the way the contract's suite drives it. */
export function memoryUnderTest(): ServiceUnderTest {
  const provider = memoryProvider()
  let flags = 0
  return {
    provider,
    aFlag: async (shape) => {
      const key = `flag-${++flags}`
      provider.create(key, SHAPES[shape])
      return { baseUrl: "memory:", project: "default", token: "a token", key, environment: "production" }
    },
    move: async ({ key }, shape) => provider.change(key, SHAPES[shape]),
    countWrites: async ({ key }) => provider.writes.filter((one) => one.key === key).length,
    cutAfter: (writes) => cutAfter(provider, writes),
    comparable: (state) => state,
  }
}

/** The service's own faults: none of the work, its first half, or all of it, and never an answer. */
function cutAfter(provider: MemoryProvider, writes: number): FlagProvider {
  const cut = async <T>(on: "set" | "restore", flag: FlagAddress, ask: () => Promise<T>): Promise<T> => {
    const standing = await provider.read(flag)
    if (writes === 0 || standing.is !== "seen") provider.fail(on, { does: "slow down" })
    else provider.fail(on, { does: writes === 1 ? "half" : "lose answer" })
    return ask()
  }
  return {
    ...provider,
    set: (flag, change) => cut("set", flag, () => provider.set(flag, change)),
    restore: (flag, change) => cut("restore", flag, () => provider.restore(flag, change)),
  }
}
