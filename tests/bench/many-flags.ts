import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { createFlag } from "#lib/flags/create-flag.ts"
import type { Runtime } from "#lib/runtime.ts"
import { forkUnleash, killUnleash, UNLEASH_TOKENS } from "#tests/support/fork-unleash.ts"
import { ADA } from "#tests/support/world.ts"
import { pin } from "./cores.ts"

/** One flag as both systems can have it: on for a share of the people of some plans who are not in some countries. */
export type SomeFlag = { key: string; rollout: number; plans: string[]; abroadOf: string[] }

export function someFlags(from: number, until: number): SomeFlag[] {
  return Array.from({ length: until - from }, (_, index) => {
    const n = from + index
    return { key: `team-${n % 7}.feature-${n}`, rollout: 1 + ((n * 37) % 99), plans: ["pro", "team"], abroadOf: ["DE", "FR", "IT"] }
  })
}

/** People enough that no two requests in a row are for the same one; half of them fulfil the flags' conditions. */
export const PEOPLE = Array.from({ length: 500 }, (_, n) => ({ id: `person-${n}`, plan: n % 2 === 0 ? "pro" : "free", country: "CH" }))

/** Turned on one by one, as people do it, so that visitors know of them. */
export async function addFlags(world: Pick<Runtime, "db">, flags: SomeFlag[]): Promise<void> {
  for (const { key, rollout, plans, abroadOf } of flags) {
    const id = await createFlag(world, ADA, { connection: "builtin", key, environment: "production", description: "" })
    const conditions = [
      { trait: "plan", operator: "in" as const, values: plans },
      { trait: "country", operator: "not_in" as const, values: abroadOf },
    ]
    await changeBuiltInFlag(world, ADA, { id, enabled: true, rollout: 0, targeting: [{ conditions, rollout }] })
  }
}

export type UnleashPeer = AsyncDisposable & { url: string; pid: number; token: string; addFlags(flags: SomeFlag[]): Promise<void> }

export async function startUnleashPeer(databaseUrl: string): Promise<UnleashPeer> {
  const { child, url } = await forkUnleash(databaseUrl)
  const pid = child.pid ?? 0
  pin(pid, "measured")
  return {
    ...{ url: `${url}/api/frontend`, pid, token: UNLEASH_TOKENS.frontendToken },
    addFlags: (flags) => createFlags(url, flags),
    [Symbol.asyncDispose]: () => killUnleash(child),
  }
}

/** One call for the flag, one for whom it is for, one to turn it on: as a person clicks. */
async function createFlags(url: string, flags: SomeFlag[]): Promise<void> {
  for (const flag of flags) {
    await tell(`${url}/api/admin/projects/default/features`, { name: flag.key, type: "release" })
    const environment = `${url}/api/admin/projects/default/features/${flag.key}/environments/production`
    await tell(`${environment}/strategies`, strategyOf(flag))
    await tell(`${environment}/on`, {})
  }
}

async function tell(url: string, body: object): Promise<void> {
  const headers = { "content-type": "application/json", authorization: UNLEASH_TOKENS.adminToken }
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url} was answered ${response.status}: ${await response.text()}`)
  await response.arrayBuffer()
}

function strategyOf({ key, rollout, plans, abroadOf }: SomeFlag): object {
  const constraints = [
    { contextName: "plan", operator: "IN", values: plans },
    { contextName: "country", operator: "NOT_IN", values: abroadOf },
  ]
  const parameters = { rollout: String(rollout), stickiness: "userId", groupId: key }
  return { name: "flexibleRollout", parameters, constraints }
}
