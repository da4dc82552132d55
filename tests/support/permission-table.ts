import type { Role, Scope } from "#lib/access/actor.ts"

const LETTERS: Record<string, Role> = { O: "owner", P: "publisher", A: "author", S: "support", E: "engineer", V: "viewer" }

/**
 * Who should be able to do what, written down by hand and not taken from the product: whoever adds an operation, a page or an action
 * says here what they mean. Roles: Owner, Publisher, Author, Support, Engineer, Viewer.
 */
const OPERATIONS = `
GET    /api/metrics                              metrics:read        O...E.
GET    /api/v1/access                            admin               O.....
PATCH  /api/v1/access                            admin               O.....
GET    /api/v1/audit                             admin               O.....
POST   /api/v1/audit/verify                      admin               O.....
GET    /api/v1/captured-mails                    admin               O.....
GET    /api/v1/captured-mails/{id}               admin               O.....
GET    /api/v1/changes                           releases:read       OPASEV
GET    /api/v1/changes/{id}                      releases:read       OPASEV
PATCH  /api/v1/changes/{id}                      releases:write      OPA.E.
GET    /api/v1/deployments                       releases:read       OPASEV
POST   /api/v1/deployments                       deployments:write   O...E.
GET    /api/v1/deployments/latest                deployments:write   O...E.
GET    /api/v1/document-versions/{id}            releases:read       OPASEV
GET    /api/v1/documents/{id}                    releases:read       OPASEV
PATCH  /api/v1/documents/{id}                    releases:write      OPAS..
POST   /api/v1/documents/{id}/approve            releases:write      OP....
GET    /api/v1/documents/{id}/preview            releases:read       OPASEV
POST   /api/v1/documents/{id}/restore            releases:write      OPAS..
POST   /api/v1/documents/{id}/test-mail          releases:write      OPAS..
GET    /api/v1/documents/{id}/versions           releases:read       OPASEV
POST   /api/v1/entries/import                    admin               O.....
GET    /api/v1/flag-connections                  releases:read       OPASEV
POST   /api/v1/flag-connections                  admin               O...E.
GET    /api/v1/flag-connections/{id}             releases:read       OPASEV
PATCH  /api/v1/flag-connections/{id}             admin               O...E.
DELETE /api/v1/flag-connections/{id}             admin               O...E.
POST   /api/v1/flag-connections/{id}/test        admin               O...E.
GET    /api/v1/flags                             releases:read       OPASEV
POST   /api/v1/flags                             flags:write         O...E.
GET    /api/v1/flags/{id}                        releases:read       OPASEV
PATCH  /api/v1/flags/{id}                        flags:write         O...E.
GET    /api/v1/hook-deliveries                   releases:read       OPASEV
GET    /api/v1/hook-deliveries/{id}              releases:read       OPASEV
POST   /api/v1/hook-deliveries/{id}/redeliver    deployments:write   O...E.
GET    /api/v1/launches/{id}                     releases:read       OPASEV
GET    /api/v1/launches/{id}/deliveries          releases:launch     OP.SE.
POST   /api/v1/launches/{id}/pause               releases:launch     OP..E.
POST   /api/v1/launches/{id}/resume              releases:launch     OP..E.
POST   /api/v1/launches/{id}/retry               releases:launch     OP..E.
POST   /api/v1/launches/{id}/stop                releases:launch     OP..E.
GET    /api/v1/people                            admin               OPASEV
POST   /api/v1/people                            admin               O.....
GET    /api/v1/people/{id}                       admin               OPASEV
PATCH  /api/v1/people/{id}                       admin               O.....
DELETE /api/v1/people/{id}                       admin               O.....
GET    /api/v1/releases                          releases:read       OPASEV
POST   /api/v1/releases                          releases:write      OPA...
GET    /api/v1/releases/{id}                     releases:read       OPASEV
PATCH  /api/v1/releases/{id}                     releases:write      OPA...
GET    /api/v1/releases/{id}/documents           releases:read       OPASEV
POST   /api/v1/releases/{id}/documents           releases:write      OPAS..
POST   /api/v1/releases/{id}/drafts              releases:write      OPAS..
POST   /api/v1/releases/{id}/launch              releases:launch     OP....
GET    /api/v1/releases/{id}/readiness           releases:read       OPASEV
POST   /api/v1/releases/{id}/recall              releases:launch     OP..E.
POST   /api/v1/releases/{id}/schedule            releases:launch     OP....
DELETE /api/v1/releases/{id}/schedule            releases:launch     OP....
GET    /api/v1/repositories                      releases:read       OPASEV
GET    /api/v1/repositories/{id}                 releases:read       OPASEV
PATCH  /api/v1/repositories/{id}                 admin               O...E.
GET    /api/v1/segments                          subscribers:write   OPAS..
POST   /api/v1/segments                          subscribers:write   OP....
GET    /api/v1/segments/{id}                     subscribers:write   OPAS..
PATCH  /api/v1/segments/{id}                     subscribers:write   OP....
DELETE /api/v1/segments/{id}                     subscribers:write   OP....
GET    /api/v1/sender                            releases:read       OPASEV
PATCH  /api/v1/sender                            admin               OP....
GET    /api/v1/site                              releases:read       OPASEV
PATCH  /api/v1/site                              admin               OP....
GET    /api/v1/subscribers                       subscribers:write   OPAS..
POST   /api/v1/subscribers                       subscribers:write   OP....
POST   /api/v1/subscribers/import                subscribers:write   OP....
GET    /api/v1/subscribers/{id}                  subscribers:write   OPAS..
DELETE /api/v1/subscribers/{id}                  subscribers:write   O.....
GET    /api/v1/tokens                            admin               O.....
POST   /api/v1/tokens                            admin               O.....
GET    /api/v1/tokens/{id}                       admin               O.....
DELETE /api/v1/tokens/{id}                       admin               O.....
GET    /api/v1/topics                            subscribers:write   OPAS..
POST   /api/v1/topics                            subscribers:write   OP....
GET    /api/v1/widget                            admin               O...E.
PATCH  /api/v1/topics/{key}                      subscribers:write   OP....
DELETE /api/v1/topics/{key}                      subscribers:write   OP....
`

/** By the folder under app/workspace; the address that is asked ({id} is there, {no} is not), and what somebody who may gets. */
const PAGES = `
.                     /workspace                   307   OPASEV
[...missing]          /workspace/nowhere/at-all    404   OPASEV
audit                 /workspace/audit             200   O.....
audit/export          /workspace/audit/export      200   O.....
deployments           /workspace/deployments       200   OPASEV
find                  /workspace/find?q=a          200   OPASEV
flags                 /workspace/flags             200   OPASEV
flags/connections     /workspace/flags/connections 200   OPASEV
flags/evaluate        /workspace/flags/evaluate    200   OPASEV
launches/[launchId]   /workspace/launches/{no}     404   OPASEV
launches/[launchId]/mailed     /workspace/launches/{no}/mailed     404 OP.SE.
launches/[launchId]/mailed/csv /workspace/launches/{no}/mailed/csv 404 OP.SE.
mail                  /workspace/mail              200   O.....
mail/[id]             /workspace/mail/1            404   O.....
mail/[id]/html        /workspace/mail/1/html       404   O.....
people                /workspace/people            200   OPASEV
releases              /workspace/releases          200   OPASEV
releases/[releaseId]  /workspace/releases/{id}     200   OPASEV
releases/[releaseId]/documents/[documentId] /workspace/releases/{id}/documents/{no} 404 OPASEV
repositories          /workspace/repositories      200   OPASEV
repositories/[id]     /workspace/repositories/{no} 404   OPASEV
settings              /workspace/settings          200   OPASEV
tokens                /workspace/tokens            200   O.....
unreleased            /workspace/unreleased        200   OPASEV
`

/** By the folder and the exported name. */
const ACTIONS = `
audit verify                        O.....
flags change                        O...E.
flags create                        O...E.
flags describe                      O...E.
flags look                          O...E.
flags/connections connect           O...E.
flags/connections edit              O...E.
flags/connections forget            O...E.
flags/connections remove            O...E.
flags/connections replaceToken      O...E.
flags/connections test              O...E.
launches/[launchId] pause   OP..E.
launches/[launchId] planCorrection OPA...
launches/[launchId] recall  OP..E.
launches/[launchId] resume  OP..E.
launches/[launchId] retry   OP..E.
launches/[launchId] stop    OP..E.
people invite         O.....
people change         O.....
people remove         O.....
people setRules       O.....
releases plan         OPA...
releases/[releaseId] addDocument    OPAS..
releases/[releaseId] approve        OP....
releases/[releaseId] changeChanges  OPA...
releases/[releaseId] changeFlags    OPA...
releases/[releaseId] editDetails    OPA...
releases/[releaseId] launch         OP....
releases/[releaseId] schedule       OP....
releases/[releaseId] unschedule     OP....
releases/[releaseId] writeDrafts    OPAS..
releases/[releaseId]/documents/[documentId] preview     OPASEV
releases/[releaseId]/documents/[documentId] previewMail OPASEV
releases/[releaseId]/documents/[documentId] restore     OPAS..
releases/[releaseId]/documents/[documentId] save        OPAS..
repositories editSettings           O...E.
repositories redeliver              O...E.
settings saveSite     OP....
settings saveSender   OP....
settings addTopic     OP....
settings renameTopic  OP....
settings retire       OP....
tokens create         O.....
tokens revoke         O.....
unreleased startRelease             OPA...
unreleased addToRelease             OPA...
unreleased mark                     OPA.E.
unreleased edit                     OPA.E.
`

export type OperationRow = { operation: string; scope: Scope; roles: Role[] }
export type PageRow = { folder: string; path: string; status: number; roles: Role[] }
export type ActionRow = { action: string; roles: Role[] }

export const OPERATION_ROWS: OperationRow[] = rowsOf(OPERATIONS).map(([method = "", path = "", scope = "", roles = ""]) => ({
  operation: `${method} ${path}`,
  scope: scope as Scope,
  roles: rolesIn(roles),
}))

export const PAGE_ROWS: PageRow[] = rowsOf(PAGES).map(([folder = "", path = "", status = "", roles = ""]) => ({
  folder,
  path,
  status: Number(status),
  roles: rolesIn(roles),
}))

export const ACTION_ROWS: ActionRow[] = rowsOf(ACTIONS).map(([folder = "", name = "", roles = ""]) => ({
  action: `${folder} ${name}`,
  roles: rolesIn(roles),
}))

function rowsOf(table: string): string[][] {
  const lines = table.split("\n").filter((line) => line.trim() !== "")
  return lines.map((line) => line.trim().split(/\s+/))
}

function rolesIn(letters: string): Role[] {
  return [...letters].flatMap((letter) => LETTERS[letter] ?? [])
}
