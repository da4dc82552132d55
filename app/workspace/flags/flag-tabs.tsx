import Link from "next/link"

const TABS = [
  { href: "/workspace/flags", name: "Flags" },
  { href: "/workspace/flags/connections", name: "Connections" },
  { href: "/workspace/flags/evaluate", name: "Ask for flags" },
] as const

export type Tab = (typeof TABS)[number]["href"]

/** The three pages about flags. */
export function Tabs({ here }: { here: Tab }) {
  return (
    <nav className="tabs" aria-label="About flags">
      <ul>
        {TABS.map(({ href, name }) => (
          <li key={href}>
            <Link href={href} prefetch={false} aria-current={href === here ? "page" : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
