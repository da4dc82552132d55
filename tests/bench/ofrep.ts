import { setTimeout as sleep } from "node:timers/promises"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { ensureBuild } from "#lib/portal/ensure-build.ts"
import { startWebProcess } from "#tests/support/web-process.ts"
import { ADA } from "#tests/support/world.ts"
import type { Benchmark, Length } from "./benchmark.ts"
import type { Ask } from "./cannon.ts"
import { openCluster } from "./cluster.ts"
import { compareLoads } from "./compare-loads.ts"
import { pin } from "./cores.ts"
import type { Target } from "./load.ts"
import { addFlags, PEOPLE, someFlags, startUnleashPeer, type UnleashPeer } from "./many-flags.ts"
import type { Comparison } from "./ratio.ts"

const FEW = 5
const MANY = 350
/** What is asked of Curtain, where Unleash is the measure. */
const TWICE = { atLeast: 2, p99AtMost: 0.5 }

/** Flags for one person after another, beside what Unleash's clients in browsers ask: the same flags, conditions and people. */
export const ofrep: Benchmark = {
  name: "ofrep",
  run: async ({ length, report }) => {
    await ensureBuild({ report })
    await using cluster = await openCluster()
    const portal = await cluster.openPortal("flags")
    await using unleash = await startUnleashPeer(await cluster.createDatabase("unleash"))
    const web = await startWebProcess(portal)
    try {
      pin(web.pid, "measured")
      const { token } = await createToken(portal, ADA, createTokenInput.parse({ name: "pages", scopes: ["flags:evaluate-public"] }))
      const rows: Comparison[] = []
      for (const [from, until] of [
        [0, FEW],
        [FEW, MANY],
      ] as const) {
        report(`${until} flags on both sides`)
        await Promise.all([addFlags(portal, someFlags(from, until)), unleash.addFlags(someFlags(from, until))])
        rows.push(...(await compareAt({ length, ours: web, unleash, token, flags: until })))
      }
      return rows
    } finally {
      await web.stop()
      await portal.close()
    }
  },
}

type Sides = { length: Length; ours: { url: string; pid: number }; unleash: UnleashPeer; token: string; flags: number }

async function compareAt({ length, ours, unleash, token, flags }: Sides): Promise<Comparison[]> {
  const all: Target = { pid: ours.pid, url: `${ours.url}/ofrep/v1/evaluate/flags`, asks: OURS, statuses: [200] }
  const peer: Target = { pid: unleash.pid, url: unleash.url, asks: withHeaders(THEIRS, { authorization: unleash.token }), statuses: [200] }
  await untilTold(all, flags)
  await untilTold(peer, Math.ceil(flags / 10))
  const rows = await compareLoads({ name: `ofrep, ${flags} flags`, length, ours: all, peer, ...TWICE })
  if (flags === FEW) return rows
  const withKey = { ...all, asks: withHeaders(OURS, { authorization: `Bearer ${token}` }) }
  const single = { ...all, url: `${all.url}/${someFlags(0, 1)[0]?.key}` }
  return [
    ...rows,
    ...(await compareLoads({ name: `ofrep, ${flags} flags with a key`, length, ours: withKey, peer, ...TWICE })),
    ...(await compareLoads({ name: "ofrep, one flag", length, ours: single, peer, ...TWICE })),
    ...(await compareLoads({ name: "ofrep, unchanged", length, ours: await unchanged(all), peer, ...TWICE })),
  ]
}

const OURS = PEOPLE.map(({ id, plan, country }) => asking({ context: { targetingKey: id, plan, country } }))
const THEIRS = PEOPLE.map(({ id, plan, country }) => asking({ context: { userId: id, properties: { plan, country } } }))

function asking(body: object): Ask {
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
}

function withHeaders(asks: readonly Ask[], headers: Record<string, string>): Ask[] {
  return asks.map((one) => ({ ...one, headers: { ...one.headers, ...headers } }))
}

/** One person who asks again and again, and names what they have. */
async function unchanged(target: Target): Promise<Target> {
  const { headers } = await ask(target)
  return { ...target, asks: withHeaders(target.asks.slice(0, 1), { "if-none-match": headers.get("etag") ?? "" }), statuses: [304] }
}

/** Both read their flags a moment after they were changed. */
async function untilTold(target: Target, atLeast: number): Promise<void> {
  for (let told = 0; told < atLeast; await sleep(100)) {
    const response = await ask(target)
    if (response.status !== 200) throw new Error(`${target.url}: ${response.status} ${await response.text()}`)
    const answer = (await response.json()) as { flags?: unknown[]; toggles?: unknown[] }
    told = (answer.flags ?? answer.toggles ?? []).length
  }
}

function ask({ url, asks }: Target): Promise<Response> {
  const [first] = asks
  return fetch(url, { method: "POST", headers: first?.headers ?? {}, body: first?.body ?? "" })
}
