import { expect, test } from "vitest"
import type { DesiredExposure } from "#lib/flags/flag-provider.ts"
import { unleashObstacle } from "#lib/flags/providers/unleash-obstacle.ts"
import type { Dependency, UnleashState } from "#lib/flags/providers/unleash-state.ts"
import { aState, aStrategy, SOME } from "./unleash-strategies.ts"

const OFF = aState({ enabled: false })
const EVERYONE: DesiredExposure = { kind: "everyone" }
const below = (lets: Dependency["lets"]) => ({ dependencies: [{ feature: "shop", enabled: true, variants: [], lets }] })
const share = (percent: number): DesiredExposure => ({ kind: "percentage", percent })

const CASES: [string, UnleashState, DesiredExposure, RegExp | null][] = [
  ["nothing", OFF, EVERYONE, null],
  ["an archived flag", aState({ archived: true }), EVERYONE, /archived/],
  ["an archived flag, to be off", aState({ archived: true, enabled: false }), { kind: "off" }, /archived/],
  ["a parent that is not on for everyone", aState({ ...below("some"), enabled: false }), EVERYONE, /depends in Unleash on "shop"/],
  ["a parent that cannot be judged", aState({ ...below("unknown"), enabled: false }), share(10), /cannot be proven/],
  ["a parent that lets everyone through", aState({ ...below("everyone"), enabled: false }), EVERYONE, null],
  ["a parent, where the flag shall be off", aState({ ...below("some"), strategies: [aStrategy()] }), { kind: "off" }, null],
  ["a release plan", aState({ strategies: [aStrategy({ milestoneId: "m1" })] }), EVERYONE, /release plan/],
  [
    "a release plan, with everyone served beside it",
    aState({ strategies: [aStrategy({ milestoneId: "m1" }), aStrategy()] }),
    EVERYONE,
    null,
  ],
  ["a release plan, where the flag shall be off", aState({ strategies: [aStrategy({ milestoneId: "m1" })] }), { kind: "off" }, null],
  ["on without an active strategy", aState({ strategies: [aStrategy({ disabled: true })] }), EVERYONE, /could not be put back/],
  ["less than nobody", OFF, share(-1), /no whole number/],
  ["more than everyone", OFF, share(101), /no whole number/],
  ["a part of a percent", OFF, share(0.5), /no whole number/],
  ["no number at all", OFF, share(Number.NaN), /no whole number/],
  ["nobody, as a share", OFF, share(0), null],
  ["everyone, as a share", OFF, share(100), null],
  [
    "an old strategy that would change",
    aState({ strategies: [aStrategy({ parameters: { rollout: "9" }, constraints: SOME })] }),
    share(10),
    /old/,
  ],
  [
    "an old strategy that stays as it is",
    aState({ strategies: [aStrategy({ parameters: { rollout: "9" }, constraints: SOME })] }),
    EVERYONE,
    null,
  ],
]

test.each(CASES)("%s", (_, state, desired, obstacle) => {
  if (obstacle === null) expect(unleashObstacle(state, desired)).toBeNull()
  else expect(unleashObstacle(state, desired)).toMatch(obstacle)
})
