import { eq } from "drizzle-orm"
import { repositories } from "#db/schema/changes.ts"
import type { Transaction } from "#db/transaction.ts"
import { newId, type RepositoryId } from "../kernel/ids.ts"
import type { Repository } from "./repository.ts"

/**
 * One delivery of news at a time: two that bring the same commits would otherwise both find them unknown. `toldBranch` is what the
 * code host calls the default branch; it counts until a person says otherwise.
 */
export async function lockRepository(tx: Transaction, name: string, toldBranch: string | null = null): Promise<Repository> {
  await tx.insert(repositories).values({ id: newId<RepositoryId>(), name }).onConflictDoNothing({ target: repositories.name })
  const [repository] = await tx.select().from(repositories).where(eq(repositories.name, name)).for("update")
  if (!repository) throw new Error(`repository ${name} is gone`)
  if (toldBranch === null || repository.branchSource === "set" || repository.defaultBranch === toldBranch) return repository
  await tx.update(repositories).set({ defaultBranch: toldBranch, branchSource: "told" }).where(eq(repositories.id, repository.id))
  return { ...repository, defaultBranch: toldBranch }
}
