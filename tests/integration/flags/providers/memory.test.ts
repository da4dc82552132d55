import { describe, expect, test } from "vitest"
import { memoryProvider } from "#lib/flags/providers/memory.ts"
import { memoryUnderTest } from "#tests/support/memory-under-test.ts"
import { keepsTheContract } from "#tests/support/provider-contract.ts"

describe("The memory service", () => {
  keepsTheContract(async () => memoryUnderTest())
})

const FLAG = { baseUrl: "memory:", project: "default", token: "a token", key: "new-editor", environment: "production" }
const EVERYONE = {
  recorded: { archived: false, enabled: false, share: 0, audience: null },
  desired: { kind: "everyone" },
  key: "one",
} as const

function aService() {
  const service = memoryProvider()
  service.create(FLAG.key)
  return service
}

describe("The memory service's switchboard", () => {
  test("lets a change arrive late, after the caller has put everything back", async () => {
    const service = aService()
    service.fail("set", { does: "apply late" })
    expect(await service.set(FLAG, EVERYONE)).toMatchObject({ is: "retry" })
    expect(await service.restore(FLAG, EVERYONE)).toMatchObject({ is: "restored" })
    service.land()
    expect(service.flag(FLAG.key)).toMatchObject({ share: 100 })
    expect(await service.restore(FLAG, EVERYONE)).toMatchObject({ is: "restored" })
    expect(service.flag(FLAG.key)).toMatchObject({ share: 0 })
  })

  test("asks to slow down, with or without a time", async () => {
    const service = aService()
    service.fail("read", { does: "slow down", afterMs: 30_000 })
    service.fail("set", { does: "slow down" }, 2)
    expect(await service.read(FLAG)).toMatchObject({ is: "retry", afterMs: 30_000 })
    expect(await service.read(FLAG)).toMatchObject({ is: "seen" })
    for (let times = 0; times < 2; times++) expect(await service.set(FLAG, EVERYONE)).not.toHaveProperty("afterMs")
    expect(await service.set(FLAG, EVERYONE)).toEqual({ is: "set" })
  })

  test("refuses as it is told, and a token that was taken back", async () => {
    const service = aService()
    service.fail("set", { does: "refuse", because: "approval" })
    expect(await service.set(FLAG, EVERYONE)).toMatchObject({ is: "refused", because: "approval" })
    service.revoked.add(FLAG.token)
    expect(await service.set(FLAG, EVERYONE)).toMatchObject({ is: "refused", because: "credential" })
    expect(await service.test(FLAG)).toMatchObject({ ok: false })
    expect(service.writes).toEqual([])
  })

  test("keeps every call with how it was answered", async () => {
    const service = aService()
    await service.read(FLAG)
    service.fail("set", { does: "half" })
    await service.set(FLAG, EVERYONE)
    await service.test(FLAG)
    expect(service.calls).toEqual([
      { operation: "read", key: FLAG.key, answer: "seen" },
      { operation: "set", key: FLAG.key, answer: "retry" },
      { operation: "test", key: null, answer: "answered" },
    ])
  })
})
