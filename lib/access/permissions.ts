import { ROLES, type Role, type Scope } from "./actor.ts"

/** The scope a token needs for an act, and the roles of the people who may do it. */
export type Permission = { scope: Scope; roles: readonly Role[] }

const EVERYBODY = ROLES
const WRITING = ["owner", "publisher", "author", "support"] as const
const PLANNING = ["owner", "publisher", "author"] as const
const PUBLISHING = ["owner", "publisher"] as const
const RUNNING = ["owner", "engineer"] as const
const OWNING = ["owner"] as const

/**
 * Who may do what, once: every command, page and API operation asks `authorize`, and that reads this table.
 * The bootstrap token and the portal itself may do all of it; a token with `admin` too.
 */
export const PERMISSIONS = {
  "deployment.record": { scope: "deployments:write", roles: RUNNING },
  "hook.deliver": { scope: "deployments:write", roles: RUNNING },
  "hook.read": { scope: "releases:read", roles: EVERYBODY },
  "hook.redeliver": { scope: "deployments:write", roles: RUNNING },
  "change.read": { scope: "releases:read", roles: EVERYBODY },
  "change.edit": { scope: "releases:write", roles: ["owner", "publisher", "author", "engineer"] },
  "repository.edit": { scope: "admin", roles: RUNNING },
  "release.read": { scope: "releases:read", roles: EVERYBODY },
  "release.plan": { scope: "releases:write", roles: PLANNING },
  "document.read": { scope: "releases:read", roles: EVERYBODY },
  "document.write": { scope: "releases:write", roles: WRITING },
  "document.approve": { scope: "releases:write", roles: PUBLISHING },
  "entry.import": { scope: "admin", roles: OWNING },
  "flag.read": { scope: "releases:read", roles: EVERYBODY },
  "flag.write": { scope: "flags:write", roles: RUNNING },
  "connection.read": { scope: "releases:read", roles: EVERYBODY },
  "connection.manage": { scope: "admin", roles: RUNNING },
  "launch.read": { scope: "releases:read", roles: EVERYBODY },
  "launch.begin": { scope: "releases:launch", roles: PUBLISHING },
  // Whoever is called at night has to be able to take it back.
  "launch.recall": { scope: "releases:launch", roles: ["owner", "publisher", "engineer"] },
  // Who was mailed: names and addresses.
  "delivery.read": { scope: "releases:launch", roles: ["owner", "publisher", "engineer", "support"] },
  "sender.read": { scope: "releases:read", roles: EVERYBODY },
  "sender.edit": { scope: "admin", roles: PUBLISHING },
  "site.read": { scope: "releases:read", roles: EVERYBODY },
  "site.edit": { scope: "admin", roles: PUBLISHING },
  // The key that proves readers is in it.
  "widget.read": { scope: "admin", roles: RUNNING },
  "audit.read": { scope: "admin", roles: OWNING },
  "token.manage": { scope: "admin", roles: OWNING },
  "subscriber.read": { scope: "subscribers:write", roles: ["owner", "publisher", "author", "support"] },
  "subscriber.write": { scope: "subscribers:write", roles: PUBLISHING },
  "subscriber.erase": { scope: "subscribers:write", roles: OWNING },
  "segment.read": { scope: "subscribers:write", roles: WRITING },
  "segment.write": { scope: "subscribers:write", roles: PUBLISHING },
  "mail.read": { scope: "admin", roles: OWNING },
  "metrics.read": { scope: "metrics:read", roles: RUNNING },
  "person.read": { scope: "admin", roles: EVERYBODY },
  "person.manage": { scope: "admin", roles: OWNING },
  "access.manage": { scope: "admin", roles: OWNING },
} as const satisfies Record<string, Permission>

export type Act = keyof typeof PERMISSIONS

export function permissionFor(act: Act): Permission {
  return PERMISSIONS[act]
}
