import { afterAll, beforeAll, describe } from "vitest"
import { startFakeUnleash } from "#tests/support/fake-unleash.ts"
import { keepsTheContract } from "#tests/support/provider-contract.ts"
import { fakePeer, type UnleashPeer } from "#tests/support/unleash-peers.ts"
import { tellsTokensApart } from "#tests/support/unleash-tokens.ts"
import { staysClearOfTraps } from "#tests/support/unleash-traps.ts"
import { unleashUnderTest } from "#tests/support/unleash-under-test.ts"

describe("Unleash, by our fake of its server", () => {
  let peer: UnleashPeer
  beforeAll(async () => {
    peer = fakePeer(await startFakeUnleash())
  })
  afterAll(() => peer.stop())
  keepsTheContract(async () => unleashUnderTest(peer))
  staysClearOfTraps(() => peer)
  tellsTokensApart(() => peer)
})
