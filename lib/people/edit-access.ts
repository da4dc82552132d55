import { sql } from "drizzle-orm"
import { accessRules } from "#db/schema/people.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { Runtime } from "../runtime.ts"
import type { EditAccess } from "./input.ts"
import type { AccessRules } from "./person.ts"
import { getAccessRules } from "./queries.ts"

/** What is not named stays. Taking a domain away keeps those out who have not come yet; who is here is removed by name. */
export async function editAccess(deps: Pick<Runtime, "db">, actor: Actor, input: EditAccess): Promise<AccessRules> {
  authorize(actor, "access.manage")
  return deps.db.transaction(async (tx) => {
    await tx.insert(accessRules).values({ one: 1 }).onConflictDoNothing()
    await tx.execute(sql`select one from access_rules for update`)
    const before = await getAccessRules(tx)
    const after: AccessRules = { domains: input.domains ?? before.domains, ownApproval: input.ownApproval ?? before.ownApproval }
    await tx.update(accessRules).set(after).where(sql`true`)
    await recordAudit(tx, { actor, action: "access.edited", subject: { kind: "portal", id: "access" }, detail: { before, after } })
    return after
  })
}
