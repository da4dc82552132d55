import { describe } from "vitest"
import { builtInUnderTest } from "#tests/support/built-in-under-test.ts"
import { keepsTheContract } from "#tests/support/provider-contract.ts"
import { openWorld } from "#tests/support/world.ts"

describe("Built-in flags, by the steps of the curtain and of a recall", () => {
  keepsTheContract(async () => {
    const world = await openWorld()
    return { ...builtInUnderTest(world), close: () => world.close() }
  })
})
