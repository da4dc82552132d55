import { z } from "zod"
import { canonicalJson } from "../../audit/audit-record.ts"
import type { Outbound } from "../../outbound/outbound.ts"
import type { FlagAddress, Refused, Retry, Seen } from "../flag-provider.ts"
import { environmentPath, featurePath, get } from "./unleash-calls.ts"
import { unleashExposure } from "./unleash-exposure.ts"
import { type Dependency, type Strategy, strategyAnswer, type UnleashState } from "./unleash-state.ts"

const link = z.object({ feature: z.string(), enabled: z.boolean().default(true), variants: z.array(z.string()).nullish() })
const feature = z.object({
  archived: z.boolean().default(false),
  environments: z.array(z.object({ name: z.string(), enabled: z.boolean(), strategies: z.array(strategyAnswer).default([]) })),
  dependencies: z.array(link).default([]),
})
const strategies = z.array(strategyAnswer)

/** Unleash allows one parent today; a list that long is not what we know, and each is two calls. */
const MOST_PARENTS = 5

export type SeenUnleash = Seen & { state: UnleashState }
type Failed = Retry | Refused
/** A flag by itself, with what it names as parents. */
type Picture = Omit<UnleashState, "dependencies"> & { is: "picture"; parents: z.infer<typeof link>[] }

/** All that decides whom a flag serves. The environment's own address leaves out segments and says nothing of an archived flag. */
export async function readUnleash(outbound: Outbound, flag: FlagAddress): Promise<SeenUnleash | Failed> {
  const picture = await readPicture(outbound, flag)
  if (picture.is !== "picture") return picture
  const { archived, enabled, strategies, parents } = picture
  const dependencies = await Promise.all(parents.map((one, at) => readParent(outbound, flag, { ...one, beyond: at >= MOST_PARENTS })))
  const failed = dependencies.find((one): one is Failed => "is" in one)
  if (failed) return failed
  const state: UnleashState = {
    archived,
    enabled,
    strategies,
    dependencies: dependencies.filter((one): one is Dependency => !("is" in one)),
  }
  return { is: "seen", exposure: unleashExposure(state), state }
}

async function readPicture(outbound: Outbound, flag: FlagAddress): Promise<Picture | Failed> {
  const whole = await get(outbound, flag, { path: featurePath(flag), schema: feature })
  if (whole.is !== "read") return whole
  const { archived, environments, dependencies: parents } = whole.value
  const there = environments.find(({ name }) => name === flag.environment)
  if (!there) return { is: "refused", because: "missing", reason: `The flag has no environment "${flag.environment}" in Unleash.` }
  const strategies = there.strategies.length === 0 ? [] : await readStrategies(outbound, flag, there.strategies)
  if ("is" in strategies) return strategies
  return { is: "picture", archived, enabled: there.enabled, strategies, parents }
}

/** Only this call tells which strategies are a release plan's. If both calls do not agree, the flag moved between them. */
async function readStrategies(outbound: Outbound, flag: FlagAddress, shown: Strategy[]): Promise<Strategy[] | Failed> {
  const answer = await get(outbound, flag, { path: `${environmentPath(flag)}/strategies`, schema: strategies })
  if (answer.is !== "read") return answer
  const ofPlans = new Set(answer.value.filter(({ milestoneId }) => milestoneId !== null).map(({ id }) => id))
  const others = (all: Strategy[]) => all.filter(({ id }) => !ofPlans.has(id)).toSorted((one, other) => (one.id < other.id ? -1 : 1))
  if (canonicalJson(others(shown)) === canonicalJson(others(answer.value))) return answer.value
  return { is: "retry", reason: "The flag changed in Unleash while it was read." }
}

type Link = z.infer<typeof link> & { beyond: boolean }

/** A parent lets everyone through if it is on for everyone itself, and needs no parent: the clients refuse a longer line. */
async function readParent(
  outbound: Outbound,
  child: FlagAddress,
  { feature: key, enabled, variants, beyond }: Link,
): Promise<Dependency | Failed> {
  const named = { feature: key, enabled, variants: variants ?? [] }
  if (!enabled || named.variants.length > 0 || beyond) return { ...named, lets: "unknown" }
  const parent = await readPicture(outbound, { ...child, key })
  if (parent.is === "retry") return parent
  if (parent.is === "refused" || parent.parents.length > 0) return { ...named, lets: "unknown" }
  const exposure = unleashExposure({ ...parent, dependencies: [] })
  if (exposure.kind === "unknown") return { ...named, lets: "unknown" }
  return { ...named, lets: exposure.kind === "everyone" ? "everyone" : "some" }
}
