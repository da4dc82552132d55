import type { TargetingRule } from "#lib/flags/built-in-flag.ts"

/** Flags as they are before any release of the story moves them; where nothing is said they are off. */
export type StoryFlag = { key: string; environment: string; description: string; rollout?: number; targeting?: TargetingRule[] }

const PILOT: TargetingRule[] = [{ conditions: [{ trait: "shop", operator: "in", values: ["northlight", "miro-tea"] }], rollout: 100 }]

const inProduction = (key: string, description: string, state: Pick<StoryFlag, "rollout" | "targeting"> = {}): StoryFlag => ({
  ...{ key, description, environment: "production", ...state },
})
const inStaging = (key: string, description: string): StoryFlag => ({ key, description, environment: "staging", rollout: 100 })

export const FLAGS: readonly StoryFlag[] = [
  inProduction("returns-portal", "Buyers send things back on their own"),
  inProduction("kept-searches", "Searches in the sidebar"),
  inProduction("deep-search", "Search looks into orders"),
  inProduction("instant-payouts", "Payouts on the same day"),
  inProduction("early-labels", "Carriers are asked while an order is packed"),
  inProduction("shared-inbox", "Questions from buyers in one place"),
  inProduction("lock-screen", "The day's parcels on the lock screen"),
  inProduction("one-tap", "Checkout with one tap: a canary since yesterday", { rollout: 5 }),
  inProduction("new-reports", "Reports on the new database", { rollout: 100 }),
  inProduction("pilot-dashboard", "What pilot shops see of next year's desk", { rollout: 0, targeting: PILOT }),
  inStaging("kept-searches", "Searches in the sidebar"),
  inStaging("shared-inbox", "Questions from buyers in one place"),
  inStaging("gift-cards", "Gift cards at the checkout"),
]
