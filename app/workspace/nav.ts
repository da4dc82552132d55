import type { Act } from "#lib/access/authorize.ts"

export type NavItem = { href: `/workspace${string}`; name: string; about: string; place: "main" | "foot"; act: Act }

/** What the side column leads to, in its order. A page that is added gets a line here; who may not open it does not see it. */
export const NAV: readonly NavItem[] = [
  { href: "/workspace", name: "Home", about: "Where things are", place: "main", act: "release.read" },
  { href: "/workspace/releases", name: "Releases", about: "What is planned, launching and public", place: "main", act: "release.read" },
  { href: "/workspace/repositories", name: "Repositories", about: "What GitHub and GitLab tell", place: "foot", act: "hook.read" },
  { href: "/workspace/people", name: "People", about: "Who works here, and what they may do", place: "foot", act: "person.read" },
  { href: "/workspace/tokens", name: "API tokens", about: "For programs: a CI, a server, an app", place: "foot", act: "token.manage" },
  { href: "/workspace/mail", name: "Captured mail", about: "What would have been mailed", place: "foot", act: "mail.read" },
]
