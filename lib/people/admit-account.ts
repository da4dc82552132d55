import type { PersonActor } from "../access/actor.ts"
import type { Runtime } from "../runtime.ts"
import { admitPerson } from "./admit-person.ts"
import { linkAccount, type ProviderAccount } from "./link-account.ts"

/** Somebody comes from a provider that vouches for their address: theirs from now on, if the address may come in. Null for a stranger. */
export async function admitAccount(
  deps: Pick<Runtime, "db">,
  { address, ...account }: ProviderAccount & { address: string },
): Promise<PersonActor | null> {
  return deps.db.transaction(async (tx) => {
    const actor = await admitPerson(tx, address)
    if (actor !== null) await linkAccount(tx, actor, account)
    return actor
  })
}
