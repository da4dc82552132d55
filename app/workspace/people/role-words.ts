import type { Role } from "#lib/access/actor.ts"

/** What each role is for, in a sentence. The table of permissions has it act by act. */
export const ROLE_WORDS: Record<Role, string> = {
  owner: "Everything, people and tokens included",
  publisher: "Plans, approves, launches and recalls releases",
  author: "Plans releases and writes for them",
  support: "Writes help, and everything that customers read",
  engineer: "Deployments, flags, connections; recalls in an emergency",
  viewer: "Reads all of it and changes nothing",
}
