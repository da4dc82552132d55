import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { DesiredExposure } from "#lib/flags/flag-provider.ts"
import { unleashExposure } from "#lib/flags/providers/unleash-exposure.ts"
import { unleashObstacle } from "#lib/flags/providers/unleash-obstacle.ts"
import { planWrites, reaches, type Step } from "#lib/flags/providers/unleash-plan.ts"
import { isSameState, surplusOf, titleOf, type UnleashState, withoutSurplus } from "#lib/flags/providers/unleash-state.ts"
import { aState, aStrategy, SOME } from "./unleash-strategies.ts"

const TITLE = titleOf("change-1")
const plan = (from: UnleashState, desired: DesiredExposure) => planWrites(from, desired, { flag: "new-editor", title: TITLE })
const writes = (steps: Step[]) => steps.map(({ write }) => write)

const EVERYONE: DesiredExposure = { kind: "everyone" }
const QUARTER: DesiredExposure = { kind: "percentage", percent: 25 }
const OFF: DesiredExposure = { kind: "off" }

describe("The writes towards everyone", () => {
  test("make a strategy first where none is active, and turn on last", () => {
    const steps = plan(aState({ enabled: false, strategies: [aStrategy({ id: "old", disabled: true })] }), EVERYONE)
    expect(writes(steps)).toEqual([
      { does: "add", share: 100 },
      { does: "turn", to: "on" },
    ])
  })

  test("only turn on where a strategy for everyone waits", () => {
    expect(writes(plan(aState({ enabled: false, strategies: [aStrategy()] }), EVERYONE))).toEqual([{ does: "turn", to: "on" }])
  })

  test("raise a plain share instead of adding to it", () => {
    expect(writes(plan(aState({ strategies: [aStrategy({ id: "share", rollout: "10" })] }), EVERYONE))).toEqual([
      { does: "share", id: "share", from: "10", to: "100" },
    ])
  })

  test("leave other people's strategies as they are: they are OR-ed", () => {
    expect(writes(plan(aState({ strategies: [aStrategy({ constraints: SOME })] }), EVERYONE))).toEqual([{ does: "add", share: 100 }])
  })

  test("do not touch a strategy that any edit would fill in", () => {
    const old = aStrategy({ parameters: { rollout: "10" } })
    expect(writes(plan(aState({ strategies: [old] }), EVERYONE))).toEqual([{ does: "add", share: 100 }])
  })
})

describe("The writes towards a share", () => {
  test("disable the others after ours is there", () => {
    const strategies = [aStrategy({ id: "team", constraints: SOME }), aStrategy({ id: "gone", disabled: true })]
    expect(writes(plan(aState({ strategies }), QUARTER))).toEqual([
      { does: "add", share: 25 },
      { does: "switch", id: "team", to: "disabled" },
    ])
  })

  test("keep the one that has this share already", () => {
    const strategies = [aStrategy({ id: "half", rollout: "50" }), aStrategy({ id: "quarter", rollout: "25" })]
    expect(writes(plan(aState({ strategies }), QUARTER))).toEqual([{ does: "switch", id: "half", to: "disabled" }])
  })

  test("of all are those towards everyone, and of none those towards off", () => {
    const from = aState({ strategies: [aStrategy({ rollout: "25" })] })
    expect(plan(from, { kind: "percentage", percent: 100 })).toEqual(plan(from, EVERYONE))
    expect(plan(from, { kind: "percentage", percent: 0 })).toEqual(plan(from, OFF))
  })
})

const rollout = fc.oneof(fc.constantFrom("0", "25", "100", "150", "ten"), fc.integer({ min: 0, max: 100 }).map(String))
const strategies = fc.array(
  fc.record({ rollout, limited: fc.boolean(), disabled: fc.boolean(), stickiness: fc.constantFrom("default", "random", "userId") }),
  { maxLength: 4 },
)
const states = fc.record({ enabled: fc.boolean(), strategies }).map(({ enabled, strategies }) =>
  aState({
    enabled,
    strategies: strategies.map(({ limited, disabled, stickiness, rollout }) =>
      aStrategy({ disabled, constraints: limited ? SOME : [], parameters: { rollout, stickiness, groupId: "new-editor" } }),
    ),
  }),
)
const wishes = fc.oneof(
  fc.constantFrom(EVERYONE, OFF),
  fc.record({ kind: fc.constant("percentage" as const), percent: fc.integer({ min: 0, max: 100 }) }),
)

/** Every state that nothing stands in the way from, with the plan from there. */
function holds(check: (from: UnleashState, steps: Step[], desired: DesiredExposure) => void): void {
  fc.assert(
    fc.property(states, wishes, (from, desired) => {
      fc.pre(unleashObstacle(from, desired) === null)
      check(from, plan(from, desired), desired)
    }),
    { numRuns: 500 },
  )
}

const statesOf = (from: UnleashState, steps: Step[]) => [from, ...steps.map(({ leadsTo }) => leadsTo)]
const isActive = ({ strategies }: UnleashState) => strategies.some(({ disabled }) => !disabled)

describe("Any plan", () => {
  test("ends where it should", () => {
    holds((from, steps, desired) => expect(reaches(unleashExposure(steps.at(-1)?.leadsTo ?? from), desired)).toBe(true))
  })

  test("serves nobody anything before its last write, where nobody was served", () => {
    holds((from, steps) => {
      if (!from.enabled) expect(steps.slice(0, -1).filter(({ leadsTo }) => leadsTo.enabled)).toEqual([])
    })
  })

  test("is never on without an active strategy, forth or back: the service would add or switch something by itself", () => {
    holds((from, steps) => expect(statesOf(from, steps).filter((one) => one.enabled && !isActive(one))).toEqual([]))
  })

  test("has no two states alike, so that an interrupted attempt knows where it is", () => {
    holds((from, steps) => {
      const all = statesOf(from, steps)
      for (const [at, state] of all.entries()) expect(all.findIndex((one) => isSameState(one, state, TITLE))).toBe(at)
    })
  })
})

describe("A late copy of what a change added", () => {
  const copies = ["b", "a", "c"].map((id) => aStrategy({ id, title: TITLE }))

  test("is told from the one that stays, which is the same whoever looks", () => {
    expect(surplusOf(aState({ strategies: copies }), TITLE).map(({ id }) => id)).toEqual(["b", "c"])
    expect(surplusOf(aState({ strategies: copies.toReversed() }), TITLE).map(({ id }) => id)).toEqual(["b", "c"])
  })

  test("does not make it another state, and another change's strategy does", () => {
    const [one] = copies
    if (!one) throw new Error("no copies")
    const single = aState({ strategies: [one] })
    expect(isSameState(single, withoutSurplus(aState({ strategies: copies }), TITLE), TITLE)).toBe(true)
    expect(isSameState(single, aState({ strategies: [{ ...one, title: titleOf("change-2") }] }), TITLE)).toBe(false)
  })
})
