import { type Strategy, strategyAnswer, type UnleashState } from "#lib/flags/providers/unleash-state.ts"

let made = 0

/** A strategy as Unleash answers it; 100 % of everyone but for what is given. */
export function aStrategy(given: { rollout?: string } & Partial<Strategy> = {}): Strategy {
  const { rollout = "100", ...rest } = given
  const parameters = { rollout, stickiness: "default", groupId: "new-editor" }
  return strategyAnswer.parse({ id: `strategy-${++made}`, name: "flexibleRollout", parameters, ...rest })
}

export function aState(given: Partial<UnleashState> = {}): UnleashState {
  return { archived: false, enabled: true, strategies: [], dependencies: [], ...given }
}

export const SOME = strategyAnswer.parse({
  id: "some",
  name: "x",
  constraints: [{ contextName: "userId", operator: "IN", values: ["ada"] }],
}).constraints
