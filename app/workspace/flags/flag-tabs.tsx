import { Tabs } from "#components/ui/tabs.tsx"

const TABS = [
  { href: "/workspace/flags", name: "Flags" },
  { href: "/workspace/flags/connections", name: "Connections" },
  { href: "/workspace/flags/evaluate", name: "Ask for flags" },
] as const

/** The three pages about flags. */
export function FlagTabs({ here }: { here: (typeof TABS)[number]["href"] }) {
  return <Tabs label="About flags" tabs={TABS} here={here} />
}
