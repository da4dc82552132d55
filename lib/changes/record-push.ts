import { and, eq } from "drizzle-orm"
import { pushes } from "#db/schema/changes.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { newId, type PushId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { RecordPush } from "./input.ts"
import { linkPushes } from "./link-pushes.ts"
import { lockRepository } from "./lock-repository.ts"
import { recordCommits } from "./record-commits.ts"
import type { Repository } from "./repository.ts"

export type RecordPushOutcome = { is: "recorded"; commits: number } | { is: "repeated" } | { is: "elsewhere"; defaultBranch: string }

/** Takes in what a push brought onto the default branch, in whatever order pushes are told. */
export async function recordPush(deps: Pick<Runtime, "db">, actor: Actor, input: RecordPush): Promise<RecordPushOutcome> {
  authorize(actor, "deployment.record")
  return deps.db.transaction(async (tx) => {
    const repository = await lockRepository(tx, input.repository, input.defaultBranch)
    const { branch, before, after, commits, mergeBase } = input
    if (branch !== repository.defaultBranch) return { is: "elsewhere", defaultBranch: repository.defaultBranch }
    const id = await insertPush(tx, repository, input)
    const push = { id: id ?? (await getPushId(tx, repository, input)), beforeSha: before, afterSha: after, pushedAt: input.pushedAt }
    if (mergeBase !== undefined) await tx.update(pushes).set({ mergeBaseSha: mergeBase }).where(eq(pushes.id, push.id))
    const added = await recordCommits(tx, { repository, from: { is: "push", isNews: id !== null, ...push } }, commits)
    await linkPushes(tx, repository.id, { ...push, forced: input.forced, mergeBase: mergeBase ?? null })
    if (id === null && added === 0 && mergeBase === undefined) return { is: "repeated" }
    const detail = { repository: repository.name, branch, before, after, forced: input.forced, commits: added }
    await recordAudit(tx, { actor, action: "push.recorded", subject: { kind: "push", id: push.id }, detail })
    return { is: "recorded", commits: added }
  })
}

/** Null where the same push was told before: a hook of the repository and one of its organisation both tell it. */
async function insertPush(tx: Transaction, repository: Repository, input: RecordPush): Promise<PushId | null> {
  const { before: beforeSha, after: afterSha, forced, pushedAt } = input
  const [row] = await tx
    .insert(pushes)
    .values({ id: newId<PushId>(), repositoryId: repository.id, beforeSha, afterSha, forced, pushedAt })
    .onConflictDoNothing()
    .returning({ id: pushes.id })
  return row?.id ?? null
}

async function getPushId(tx: Transaction, repository: Repository, { before, after, pushedAt }: RecordPush): Promise<PushId> {
  const same = and(eq(pushes.beforeSha, before), eq(pushes.afterSha, after), eq(pushes.pushedAt, pushedAt))
  const [row] = await tx
    .select({ id: pushes.id })
    .from(pushes)
    .where(and(eq(pushes.repositoryId, repository.id), same))
  if (!row) throw new Error("a push was neither stored nor there")
  return row.id
}
