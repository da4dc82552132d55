import type { PersonActor } from "#lib/access/actor.ts"
import { type Act, mayDo } from "#lib/access/authorize.ts"
import type { Thing } from "./thing.ts"

/** What can be begun from anywhere: the page where it is done, with its question open where it has one. */
const ACTS: readonly { name: string; href: string; act: Act }[] = [
  { name: "New release", href: "/workspace/releases#new-release", act: "release.plan" },
  { name: "New flag", href: "/workspace/flags#new-flag", act: "flag.write" },
  { name: "Connect Unleash", href: "/workspace/flags/connections#connect", act: "connection.manage" },
  { name: "Ask for flags from code", href: "/workspace/flags/evaluate", act: "flag.read" },
  { name: "Invite somebody", href: "/workspace/people#invite", act: "person.manage" },
  { name: "Create an API token", href: "/workspace/tokens#create", act: "token.manage" },
  { name: "Verify the audit log", href: "/workspace/audit", act: "audit.read" },
]

export function actsFor(actor: PersonActor): Thing[] {
  return ACTS.filter(({ act }) => mayDo(actor, act)).map(({ name, href }) => ({ kind: "Do", name, about: "", href }))
}
