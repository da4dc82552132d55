import type { DocumentKind } from "#lib/documents/document.ts"

export type StoryRelease = {
  /** The folder with its words. */
  folder: string
  name: string
  summary: string
  /** Titles of the changes it brings. */
  changes: readonly string[]
  flags: readonly { key: string; rollout: number }[]
  requires?: readonly DocumentKind[]
  mail: "send" | "none"
  hold: string
  owner: string
  approved: "all" | "none"
  then: "launch" | "launch and recall" | "schedule" | "nothing"
}

const release = (folder: string, name: string, plan: Partial<StoryRelease>): StoryRelease => ({
  ...{ folder, name, summary: "", changes: [], flags: [], mail: "none" as const, hold: "PT5M", owner: "Noor Haddad" },
  ...{ approved: "all" as const, then: "nothing" as const },
  ...plan,
})

/** In the order in which they happened. */
export const RELEASES: readonly StoryRelease[] = [
  release("help", "A help centre worth reading", {
    summary: "Help, written anew: 214 pages became a few that are true.",
    owner: "Ravi Menon",
    requires: ["article"],
    hold: "PT0S",
    then: "launch",
  }),
  release("payouts", "Your money the same day", {
    summary: "Instant payouts for every shop.",
    changes: ["pay out the same day"],
    flags: [{ key: "instant-payouts", rollout: 100 }],
    mail: "send",
    then: "launch and recall",
  }),
  release("returns", "Returns without the paperwork", {
    summary: "Buyers send things back on their own, with a label on their phone.",
    changes: ["let buyers send something back on their own", "exchange instead of money", "an event for every return"],
    flags: [{ key: "returns-portal", rollout: 100 }],
    requires: ["article", "announcement"],
    mail: "send",
    hold: "PT0S",
    then: "launch",
  }),
  release("search", "Search that remembers", {
    summary: "Keep the searches you make every day, and be told of what is new in them.",
    changes: ["keep a search in the sidebar", "look into orders, three years back"],
    flags: [
      { key: "kept-searches", rollout: 100 },
      { key: "deep-search", rollout: 50 },
    ],
    requires: ["article"],
    mail: "send",
  }),
  release("labels", "Labels in a second", {
    summary: "The label is there when you press the button.",
    changes: ["ask carriers while the order is being packed", "keep one connection open to each carrier"],
    flags: [{ key: "early-labels", rollout: 100 }],
    mail: "send",
    owner: "Ines Okafor",
    then: "schedule",
  }),
  release("inbox", "One inbox for the whole shop", {
    summary: "Mail, chat and marketplaces in one place.",
    changes: ["questions from buyers in one place"],
    flags: [{ key: "shared-inbox", rollout: 25 }],
    requires: ["article"],
    mail: "send",
    approved: "none",
  }),
]

export const RECALL_REASON = "Two banks answer with yesterday's balance, so some shops were shown money that is not there yet."
