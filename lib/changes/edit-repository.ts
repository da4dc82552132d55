import { eq } from "drizzle-orm"
import { repositories } from "#db/schema/changes.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { NotFound } from "../kernel/errors.ts"
import type { RepositoryId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { EditRepository } from "./input.ts"
import type { Repository } from "./repository.ts"

/** Another production environment changes at once what counts as deployed: nothing about it is stored with the changes. */
export async function editRepository(
  deps: Pick<Runtime, "db">,
  actor: Actor,
  input: EditRepository & { id: RepositoryId },
): Promise<Repository> {
  authorize(actor, "repository.edit")
  return deps.db.transaction(async (tx) => {
    const [standing] = await tx.select().from(repositories).where(eq(repositories.id, input.id)).for("update")
    if (!standing) throw new NotFound("repository")
    const { id, name } = standing
    const before = { defaultBranch: standing.defaultBranch, productionEnvironment: standing.productionEnvironment }
    const after = {
      defaultBranch: input.defaultBranch ?? before.defaultBranch,
      productionEnvironment: input.productionEnvironment ?? before.productionEnvironment,
    }
    const told = input.defaultBranch === undefined ? {} : { branchSource: "set" as const }
    await tx
      .update(repositories)
      .set({ ...after, ...told })
      .where(eq(repositories.id, id))
    await recordAudit(tx, { actor, action: "repository.edited", subject: { kind: "repository", id }, detail: { name, before, after } })
    return { id, name, ...after }
  })
}
