import { personAccounts } from "#db/schema/people.ts"
import type { Transaction } from "#db/transaction.ts"
import type { PersonActor } from "../access/actor.ts"
import { recordAudit } from "../audit/record-audit.ts"

export type ProviderAccount = { provider: string; account: string }

/** From now on the provider's word for this account is enough. An account that is somebody's already stays theirs. */
export async function linkAccount(tx: Transaction, actor: PersonActor, { provider, account }: ProviderAccount): Promise<void> {
  const linked = await tx
    .insert(personAccounts)
    .values({ provider, account, personId: actor.id })
    .onConflictDoNothing()
    .returning({ account: personAccounts.account })
  if (linked.length === 0) return
  await recordAudit(tx, { actor, action: "person.account_linked", subject: { kind: "person", id: actor.id }, detail: { provider } })
}
