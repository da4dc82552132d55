import type { Act } from "#lib/access/authorize.ts"

export type NavItem = { href: `/workspace${string}`; name: string; about: string; place: "main" | "foot"; act: Act }

/** What the side column leads to, in its order. A page that is added gets a line here; who may not open it does not see it. */
export const NAV: readonly NavItem[] = [
  {
    href: "/workspace/unreleased",
    name: "Unreleased",
    about: "What is in production and told to nobody",
    place: "main",
    act: "change.read",
  },
  { href: "/workspace/releases", name: "Releases", about: "What is planned, launching and public", place: "main", act: "release.read" },
  { href: "/workspace/deployments", name: "Deployments", about: "What was deployed, where and when", place: "main", act: "change.read" },
  { href: "/workspace/repositories", name: "Repositories", about: "What GitHub and GitLab tell", place: "foot", act: "hook.read" },
  { href: "/workspace/people", name: "People", about: "Who works here, and what they may do", place: "foot", act: "person.read" },
  { href: "/workspace/tokens", name: "API tokens", about: "For programs: a CI, a server, an app", place: "foot", act: "token.manage" },
  { href: "/workspace/mail", name: "Captured mail", about: "What would have been mailed", place: "foot", act: "mail.read" },
]

/** Whether there is such a page: what leads there is shown where it leads somewhere. */
export function hasPage(href: string): boolean {
  return NAV.some((item) => item.href === href)
}
