import type { Act } from "#lib/access/authorize.ts"

export type NavItem = { href: `/workspace${string}`; name: string; place: "main" | "foot"; act: Act }

/** What the side column leads to, in its order. A page that is added gets a line here; who may not open it does not see it. */
export const NAV: readonly NavItem[] = [
  {
    href: "/workspace/unreleased",
    name: "Unreleased",
    place: "main",
    act: "change.read",
  },
  { href: "/workspace/releases", name: "Releases", place: "main", act: "release.read" },
  { href: "/workspace/deployments", name: "Deployments", place: "main", act: "change.read" },
  { href: "/workspace/flags", name: "Flags", place: "main", act: "flag.read" },
  { href: "/workspace/repositories", name: "Repositories", place: "foot", act: "hook.read" },
  { href: "/workspace/people", name: "People", place: "foot", act: "person.read" },
  { href: "/workspace/tokens", name: "API tokens", place: "foot", act: "token.manage" },
  { href: "/workspace/mail", name: "Captured mail", place: "foot", act: "mail.read" },
]

/** Whether there is such a page: what leads there is shown where it leads somewhere. */
export function hasPage(href: string): boolean {
  return NAV.some((item) => item.href === href)
}
