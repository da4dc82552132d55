import { z } from "zod"
import { canonicalJson } from "../../audit/audit-record.ts"
import type { ProviderState } from "../flag-provider.ts"

const constraint = z.looseObject({ inverted: z.boolean().default(false), caseInsensitive: z.boolean().default(false) })

/** Old rows hold numbers where today's hold text. */
const parameter = z.unknown().transform((value) => (typeof value === "string" ? value : JSON.stringify(value)))

/** Reads the service's answers and our own kept JSON alike: what either leaves out has one form here. */
export const strategyAnswer = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string().nullish().transform(orNull),
  disabled: z
    .boolean()
    .nullish()
    .transform((value) => value === true),
  constraints: z.array(constraint).default([]),
  segments: z
    .array(z.number())
    .default([])
    .transform((ids) => ids.toSorted((one, other) => one - other)),
  parameters: z
    .record(z.string(), parameter)
    .nullish()
    .transform((given) => given ?? {}),
  variants: z.array(z.looseObject({})).default([]),
  /** Set where a release plan put it there: such a one is never edited. */
  milestoneId: z.string().nullish().transform(orNull),
})
export type Strategy = z.infer<typeof strategyAnswer>

/** A flag that this one depends on, and how far that one lets it through. */
const dependency = z.object({
  feature: z.string(),
  enabled: z.boolean(),
  variants: z.array(z.string()),
  lets: z.enum(["everyone", "some", "unknown"]),
})
export type Dependency = z.infer<typeof dependency>

const state = z.object({
  archived: z.boolean(),
  enabled: z.boolean(),
  strategies: z.array(strategyAnswer),
  dependencies: z.array(dependency),
})

/** A flag in one environment: all that decides whom it serves, and all that is needed to put it back. */
export type UnleashState = z.infer<typeof state>

/** What comes back is what `read` gave out, kept as JSON in between: anything else is a fault of ours. */
export function unleashState(kept: ProviderState): UnleashState {
  return state.parse(kept)
}

/** The title of what a change adds: known again whatever its id, and people see where it comes from. */
export function titleOf(key: string): string {
  return `Curtain ${key}`
}

/** Further copies of what a change added, by a call that seemed lost and came late. Whoever looks, the same one stays. */
export function surplusOf({ strategies }: UnleashState, title: string): Strategy[] {
  const [, ...more] = strategies.filter((one) => one.title === title).toSorted(byId)
  return more
}

export function withoutSurplus(state: UnleashState, title: string): UnleashState {
  const more = surplusOf(state, title)
  return { ...state, strategies: state.strategies.filter((one) => !more.includes(one)) }
}

/**
 * Whether nothing happened between the two. What a change added has an id of its own in each attempt, so its title stands
 * for it. How far parents let it through is not the flag's own state: a parent may be launched in the same release.
 */
export function isSameState(one: UnleashState, other: UnleashState, title: string): boolean {
  return canonicalJson(comparable(one, title)) === canonicalJson(comparable(other, title))
}

function comparable({ archived, enabled, strategies, dependencies }: UnleashState, title: string) {
  return {
    archived,
    enabled,
    strategies: strategies.map((one) => (one.title === title ? { ...one, id: title } : one)).toSorted(byId),
    dependencies: dependencies.map(({ lets: _, ...link }) => link).toSorted((a, b) => (a.feature < b.feature ? -1 : 1)),
  }
}

function byId(one: Strategy, other: Strategy): number {
  return one.id < other.id ? -1 : 1
}

function orNull(value: string | null | undefined): string | null {
  return value === undefined || value === "" ? null : value
}
