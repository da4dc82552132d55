import type { FlagAddress, ProviderState } from "#lib/flags/flag-provider.ts"
import { unleashProvider } from "#lib/flags/providers/unleash.ts"
import { unleashState } from "#lib/flags/providers/unleash-state.ts"
import type { Outbound, OutboundAnswer } from "#lib/outbound/outbound.ts"
import { plainOutbound } from "#tests/support/plain-outbound.ts"
import type { ServiceUnderTest, Shape } from "#tests/support/provider-contract.ts"
import type { UnleashPeer } from "#tests/support/unleash-peers.ts"

export const PRODUCTION = "production"

/** The provider against a peer, in the way the contract's suite drives it. */
export function unleashUnderTest(peer: UnleashPeer): ServiceUnderTest {
  const counted = new Map<string, number>()
  return {
    provider: unleashProvider(counting(counted)),
    cutAfter: (writes) => unleashProvider(cutting(counting(counted), writes)),
    countWrites: async ({ key }) => counted.get(key) ?? 0,
    aFlag: (shape) => aFlag(peer, shape),
    move: (flag, shape) => move(peer, flag, shape),
    comparable,
  }
}

let flags = 0

export async function aFlag(peer: UnleashPeer, shape: Shape): Promise<FlagAddress> {
  const key = `flag-${++flags}`
  await peer.createFlag(key)
  const flag = { baseUrl: peer.url, project: "default", token: peer.adminToken, key, environment: PRODUCTION }
  await give(peer, flag, shape)
  return flag
}

export function pathOf({ project, key, environment }: FlagAddress): string {
  return `/api/admin/projects/${project}/features/${key}/environments/${environment}`
}

/** A strategy that somebody made there. */
export async function addStrategy(peer: UnleashPeer, flag: FlagAddress, given: object): Promise<void> {
  await peer.admin("POST", `${pathOf(flag)}/strategies`, { name: "flexibleRollout", ...given })
}

export async function turn(peer: UnleashPeer, flag: FlagAddress, to: "on" | "off"): Promise<void> {
  await peer.admin("POST", `${pathOf(flag)}/${to}`)
}

export const SOME_PEOPLE = [{ contextName: "userId", operator: "IN", values: ["ada", "grace"] }]

async function give(peer: UnleashPeer, flag: FlagAddress, shape: Shape): Promise<void> {
  if (shape === "off") return
  const rollout = shape.endsWith("%") ? shape.replace(" %", "") : "100"
  await addStrategy(peer, flag, { parameters: { rollout }, constraints: shape === "targeted" ? SOME_PEOPLE : [] })
  await turn(peer, flag, "on")
}

async function move(peer: UnleashPeer, flag: FlagAddress, shape: Shape): Promise<void> {
  const seen = await unleashProvider(plainOutbound).read(flag)
  if (seen.is !== "seen") throw new Error(seen.reason)
  for (const { id } of unleashState(seen.state).strategies) await peer.admin("DELETE", `${pathOf(flag)}/strategies/${id}`)
  await turn(peer, flag, "off")
  await give(peer, flag, shape)
}

/** What is the service's own: ids. What is each flag's and each change's own: keys. */
function comparable(state: ProviderState, { key }: FlagAddress): unknown {
  const { strategies, ...rest } = unleashState(state)
  const own = (text: string) => text.replaceAll(key, "this flag").replace(/change-\d+/, "this change")
  const words = strategies.map(({ id: _, ...strategy }) => own(JSON.stringify(strategy)))
  return { ...rest, strategies: words.toSorted() }
}

/** Somebody else acts just before a call of ours arrives: once, at the first one that fits. */
export function meeting(call: RegExp, act: () => Promise<unknown>): Outbound {
  let met = false
  return {
    send: async (request) => {
      if (!met && call.test(`${request.method} ${request.url}`)) {
        met = true
        await act()
      }
      return plainOutbound.send(request)
    },
  }
}

function counting(counted: Map<string, number>): Outbound {
  return {
    send: async (request) => {
      const answer = await plainOutbound.send(request)
      const key = /\/features\/([^/]+)/.exec(request.url)?.[1] ?? ""
      if (request.method !== "GET") counted.set(key, (counted.get(key) ?? 0) + 1)
      return answer
    },
  }
}

const CUT: OutboundAnswer = { is: "unreachable", reason: "the test cut the connection" }

/** Lets so many writes arrive, the last one without its answer; then nothing arrives any more. */
export function cutting(outbound: Outbound, writes: number): Outbound {
  let left = writes
  return {
    send: async (request) => {
      if (left === 0) return CUT
      const answer = await outbound.send(request)
      if (request.method !== "GET") left -= 1
      return left === 0 ? CUT : answer
    },
  }
}

/** Gives up on a write early, so that a test of silence does not take as long as a launch would wait. */
export function impatient(outbound: Outbound, timeoutMs: number): Outbound {
  return { send: (request) => outbound.send(request.method === "GET" ? request : { ...request, timeoutMs }) }
}
