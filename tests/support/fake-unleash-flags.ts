import { randomUUID } from "node:crypto"

// What unleash-server 7.5.1 does with flags, as far as our adapter meets it, checked against the real one by the same suite.

export type FakeStrategy = {
  id: string
  name: string
  title: string | null
  disabled: boolean
  sortOrder: number
  constraints: unknown[]
  segments: number[]
  parameters: Record<string, string>
  variants: unknown[]
  milestoneId: string | null
}

export type FakeEnvironment = { enabled: boolean; strategies: FakeStrategy[] }

export type FakeFlag = {
  name: string
  project: string
  archived: boolean
  dependencies: { feature: string; enabled: boolean; variants: string[] }[]
  environments: Record<string, FakeEnvironment>
}

export type FakeAnswer = { status: number; body?: unknown; headers?: Record<string, string> }

export const ENVIRONMENTS = ["development", "production"]

export function newFlag(name: string, project: string): FakeFlag {
  const environments = Object.fromEntries(ENVIRONMENTS.map((one) => [one, { enabled: false, strategies: [] }]))
  return { name, project, archived: false, dependencies: [], environments }
}

/** A strategy as the service keeps it, from what a caller gives. */
export function newStrategy(flag: FakeFlag, given: Partial<FakeStrategy>, sortOrder: number): FakeStrategy {
  const name = given.name ?? "flexibleRollout"
  const standard = name === "flexibleRollout" ? { groupId: flag.name, rollout: "100", stickiness: "default" } : {}
  const parameters = Object.fromEntries(Object.entries({ ...standard, ...given.parameters }).map(([key, value]) => [key, String(value)]))
  return {
    id: randomUUID(),
    title: null,
    disabled: false,
    constraints: [],
    segments: [],
    variants: [],
    milestoneId: null,
    sortOrder,
    ...given,
    name,
    parameters,
  }
}

export function refuse(status: number, name: string, message: string): FakeAnswer {
  return { status, body: { name, message, details: [{ message }] } }
}

/** The whole flag. An archived one is not there for this call. */
export function showFlag(flag: FakeFlag): FakeAnswer {
  if (flag.archived) return refuse(404, "NotFoundError", `Could not find feature flag with name ${flag.name}`)
  const environments = Object.entries(flag.environments).map(([name, { enabled, strategies }]) => ({
    name,
    enabled,
    strategies: strategies.map(({ milestoneId: _, ...strategy }) => strategy),
  }))
  return { status: 200, body: { ...flag, environments, children: [] } }
}

/** Where no strategy is active, turning on adds one: the project's default, or 100 % for everyone. */
export function turn(flag: FakeFlag, environment: string, to: "on" | "off", standard: Partial<FakeStrategy>): FakeAnswer {
  const there = flag.environments[environment]
  if (!there) return refuse(404, "NotFoundError", `Could not find environment ${environment} for feature: ${flag.name}`)
  if (flag.archived) return refuse(400, "ArchivedFeatureError", "Cannot perform this operation on archived features")
  if (to === "on" && there.strategies.every(({ disabled }) => disabled)) append(flag, there, standard)
  there.enabled = to === "on"
  return { status: 200 }
}

export function addStrategy(flag: FakeFlag, environment: string, given: Partial<FakeStrategy>): FakeAnswer {
  const there = flag.environments[environment]
  if (!there) return refuse(400, "BadDataError", "You have not added the current environment to the project")
  if (!given.name || !KNOWN.includes(given.name)) return refuse(400, "BadDataError", `Could not find strategy type with name ${given.name}`)
  if (there.strategies.length >= 30) return refuse(400, "ExceedsLimitError", "You can't create more than the limit of 30 strategies")
  return { status: 200, body: append(flag, there, given) }
}

const KNOWN = ["default", "flexibleRollout", "userWithId", "gradualRolloutRandom", "gradualRolloutSessionId", "gradualRolloutUserId"]

function append(flag: FakeFlag, there: FakeEnvironment, given: Partial<FakeStrategy>): FakeStrategy {
  const strategy = newStrategy(flag, given, Math.max(-1, ...there.strategies.map(({ sortOrder }) => sortOrder)) + 1)
  there.strategies.push(strategy)
  return strategy
}

type Operation = { op: string; path: string; value: unknown }

/** JSON Patch, as far as we use it. A test that fails is an answer 500, and nothing has changed then. */
export function patchStrategy(
  flag: FakeFlag,
  environment: string,
  { id, operations }: { id: string; operations: Operation[] },
): FakeAnswer {
  const there = flag.environments[environment]
  const strategy = there?.strategies.find((one) => one.id === id)
  if (!there || !strategy) return refuse(404, "NotFoundError", `Could not find strategy with id: ${id}`)
  const patched = structuredClone(strategy)
  for (const { op, path, value } of operations) {
    if (op === "test" && valueAt(patched, path) !== value)
      return refuse(500, "UnknownError", `Test operation failed\nname: TEST_OPERATION_FAILED\ntree: ${JSON.stringify(strategy)}`)
    if (op !== "test" && !setAt(patched, path, value)) return refuse(500, "UnknownError", "OPERATION_PATH_UNRESOLVABLE")
  }
  Object.assign(strategy, newStrategy(flag, patched, strategy.sortOrder))
  offWithoutActive(there)
  return { status: 200, body: strategy }
}

export function removeStrategy(flag: FakeFlag, environment: string, id: string): FakeAnswer {
  const there = flag.environments[environment]
  const at = there?.strategies.findIndex((one) => one.id === id) ?? -1
  if (!there || at < 0) return refuse(404, "NotFoundError", `Could not find strategy with id=${id}`)
  there.strategies.splice(at, 1)
  offWithoutActive(there)
  return { status: 200 }
}

/** Taking away the last active strategy switches the environment off by itself. */
function offWithoutActive(there: FakeEnvironment): void {
  if (there.strategies.every(({ disabled }) => disabled)) there.enabled = false
}

function valueAt(strategy: FakeStrategy, path: string): unknown {
  if (path === "/disabled") return strategy.disabled
  return strategy.parameters[path.replace("/parameters/", "")]
}

function setAt(strategy: FakeStrategy, path: string, value: unknown): boolean {
  const parameter = /^\/parameters\/(\w+)$/.exec(path)?.[1]
  if (path === "/disabled") strategy.disabled = value === true
  else if (parameter) strategy.parameters[parameter] = String(value)
  return path === "/disabled" || parameter !== undefined
}
