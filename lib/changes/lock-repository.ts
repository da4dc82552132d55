import { eq } from "drizzle-orm"
import { repositories } from "#db/schema/changes.ts"
import type { Transaction } from "#db/transaction.ts"
import { newId, type RepositoryId } from "../kernel/ids.ts"
import type { Repository } from "./repository.ts"

/** One delivery of news at a time: two that bring the same commits would otherwise both find them unknown. */
export async function lockRepository(tx: Transaction, name: string): Promise<Repository> {
  await tx.insert(repositories).values({ id: newId<RepositoryId>(), name }).onConflictDoNothing({ target: repositories.name })
  const [repository] = await tx.select().from(repositories).where(eq(repositories.name, name)).for("update")
  if (!repository) throw new Error(`repository ${name} is gone`)
  return repository
}
