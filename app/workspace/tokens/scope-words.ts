import type { Scope } from "#lib/access/actor.ts"

export const SCOPE_WORDS: Record<Scope, string> = {
  "deployments:write": "Tell of deployments: what a CI needs",
  "releases:read": "Read releases, changes, documents and flags",
  "releases:write": "Plan releases and write for them",
  "releases:launch": "Launch and recall",
  "subscribers:write": "Read and change who is subscribed",
  "flags:write": "Create and change flags",
  "flags:evaluate": "Ask for flags from a server, unreleased ones included",
  "flags:evaluate-public": "Ask for flags from a browser or an app",
  "metrics:read": "Read the portal's metrics",
  admin: "Everything, people and tokens included",
}
