import { expect, test } from "vitest"
import type { Exposure } from "#lib/flags/exposure.ts"
import { unleashExposure } from "#lib/flags/providers/unleash-exposure.ts"
import type { Dependency, Strategy, UnleashState } from "#lib/flags/providers/unleash-state.ts"
import { aState, aStrategy, SOME } from "./unleash-strategies.ts"

const on = (...strategies: Strategy[]) => aState({ strategies })
const by = (stickiness: string) => aStrategy({ parameters: { rollout: "100", stickiness, groupId: "g" } })
const parent = (lets: Dependency["lets"]) => [{ feature: "shop", enabled: true, variants: [], lets }]
const below = (lets: Dependency["lets"]) => aState({ strategies: [aStrategy()], dependencies: parent(lets) })

const everyone: Exposure = { kind: "everyone" }
const off: Exposure = { kind: "off" }
const percent = (share: number): Exposure => ({ kind: "percentage", percent: share })
const targeted = (summary: string): Exposure => ({ kind: "targeted", summary })

const CASES: [string, UnleashState, Exposure | "unknown"][] = [
  ["the environment is off, whatever its strategies", aState({ enabled: false, strategies: [aStrategy()] }), off],
  ["one strategy for everyone", on(aStrategy()), everyone],
  ["the standard strategy", on(aStrategy({ name: "default", parameters: {} })), everyone],
  ["the standard strategy, with constraints", on(aStrategy({ name: "default", constraints: SOME })), targeted("default, userId IN")],
  ["100.0 is 100", on(aStrategy({ rollout: "100.0" })), everyone],
  ["a share", on(aStrategy({ rollout: "25" })), percent(25)],
  ["a broken share", on(aStrategy({ rollout: "12.5" })), percent(12.5)],
  ["a share of nobody", on(aStrategy({ rollout: "0" })), off],
  ["several shares of nobody", on(aStrategy({ rollout: "0" }), aStrategy({ rollout: "0", constraints: SOME })), off],
  ["a constraint", on(aStrategy({ constraints: SOME })), targeted("100 %, userId IN")],
  ["a constraint and a share", on(aStrategy({ constraints: SOME, rollout: "5" })), targeted("5 %, userId IN")],
  ["a segment", on(aStrategy({ segments: [4] })), targeted("100 %, 1 segment")],
  ["two segments", on(aStrategy({ segments: [4, 5] })), targeted("100 %, 2 segments")],
  ["stickiness of chance, at 100 %", on(by("random")), everyone],
  ["no stickiness", on(aStrategy({ parameters: { rollout: "100" } })), everyone],
  ["stickiness that names a field serves nobody without it", on(by("userId")), targeted("100 %, by userId")],
  ["strategies are OR-ed: one for everyone is enough", on(aStrategy({ constraints: SOME }), aStrategy()), everyone],
  ["two shares are no percentage", on(aStrategy({ rollout: "10" }), aStrategy({ rollout: "20" })), targeted("10 %; 20 %")],
  ["a disabled strategy does not count", on(aStrategy({ disabled: true }), aStrategy({ rollout: "30" })), percent(30)],
  [
    "a disabled share beside a constraint",
    on(aStrategy({ constraints: SOME }), aStrategy({ disabled: true })),
    targeted("100 %, userId IN"),
  ],
  ["variants choose a payload and limit nothing", on(aStrategy({ variants: [{ name: "blue", weight: 1000 }] })), everyone],
  ["a list of people", on(aStrategy({ name: "userWithId", parameters: { userIds: "ada,grace" } })), targeted("userWithId")],
  ["150 is no share", on(aStrategy({ rollout: "150" })), "unknown"],
  ["garbage is no share", on(aStrategy({ rollout: "ten" })), "unknown"],
  ["an empty share", on(aStrategy({ rollout: "" })), "unknown"],
  ["a negative share", on(aStrategy({ rollout: "-5" })), "unknown"],
  ["garbage beside one for everyone changes nothing", on(aStrategy({ rollout: "ten" }), aStrategy()), everyone],
  ["on without any strategy", on(), "unknown"],
  ["on with disabled ones only", on(aStrategy({ disabled: true })), "unknown"],
  ["archived", aState({ archived: true, strategies: [aStrategy()] }), "unknown"],
  ["a release plan's strategy, for everyone now", on(aStrategy({ milestoneId: "m1" })), "unknown"],
  ["a release plan's beside one for everyone", on(aStrategy({ milestoneId: "m1", rollout: "5" }), aStrategy()), everyone],
  ["a parent that lets everyone through", below("everyone"), everyone],
  ["a parent that does not", below("some"), targeted('it depends on "shop", which is not on for everyone')],
  ["a parent that cannot be judged", below("unknown"), "unknown"],
  ["off below a parent that cannot be judged", aState({ enabled: false, dependencies: parent("unknown") }), off],
]

test.each(CASES)("%s", (_, state, expected) => {
  const exposure = unleashExposure(state)
  if (expected === "unknown") expect(exposure).toMatchObject({ kind: "unknown", reason: expect.any(String) })
  else expect(exposure).toEqual(expected)
})

test("A summary tells no values: those may be people", () => {
  const exposure = unleashExposure(on(aStrategy({ constraints: SOME })))
  expect(JSON.stringify(exposure)).not.toContain("ada")
})
