import type { Act } from "#lib/access/authorize.ts"

export type NavItem = {
  href: `/workspace${string}`
  name: string
  place: "main" | "foot"
  act: Act
  /** The key that leads there after a `g`; a letter is given once. */
  go?: string
}

/** What of it a browser needs to know. */
export type SideLink = Pick<NavItem, "href" | "name" | "go">

/** What the side column leads to, in its order. A page that is added gets a line here; who may not open it does not see it. */
export const NAV: readonly NavItem[] = [
  {
    href: "/workspace/unreleased",
    name: "Unreleased",
    place: "main",
    act: "change.read",
    go: "u",
  },
  { href: "/workspace/releases", name: "Releases", place: "main", act: "release.read", go: "r" },
  { href: "/workspace/deployments", name: "Deployments", place: "main", act: "change.read", go: "d" },
  { href: "/workspace/audience", name: "Audience", place: "main", act: "subscriber.read", go: "a" },
  { href: "/workspace/flags", name: "Flags", place: "main", act: "flag.read", go: "f" },
  { href: "/workspace/repositories", name: "Repositories", place: "foot", act: "hook.read", go: "o" },
  { href: "/workspace/people", name: "People", place: "foot", act: "person.read", go: "p" },
  { href: "/workspace/tokens", name: "API tokens", place: "foot", act: "token.manage", go: "t" },
  { href: "/workspace/audit", name: "Audit log", place: "foot", act: "audit.read", go: "l" },
  { href: "/workspace/settings", name: "Settings", place: "foot", act: "site.read", go: "s" },
  { href: "/workspace/mail", name: "Captured mail", place: "foot", act: "mail.read", go: "m" },
]

/** Whether there is such a page: what leads there is shown where it leads somewhere. */
export function hasPage(href: string): boolean {
  return NAV.some((item) => item.href === href)
}
