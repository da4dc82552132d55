import { and, eq } from "drizzle-orm"
import { addressKeys } from "#db/schema/subscribers.ts"
import type { Runtime } from "../runtime.ts"
import { CannotOpen, openSecret, prefixOf, sealSecret } from "../secrets/sealed-secret.ts"
import { secretKeys } from "../secrets/secret-keys.ts"
import { ADDRESS_KEY_PLACE } from "./address-key.ts"

/** Seals the key of addresses with the portal's current one. The key itself stays: every hash that is stored was made with it. */
export async function resealAddressKey({ db, settings, log }: Pick<Runtime, "db" | "settings" | "log">): Promise<void> {
  const keys = secretKeys(settings)
  const [row] = await db.select({ sealed: addressKeys.sealedKey }).from(addressKeys)
  if (row === undefined || row.sealed.startsWith(prefixOf(keys))) return
  try {
    const sealedKey = sealSecret(keys, openSecret(keys, row.sealed, ADDRESS_KEY_PLACE), ADDRESS_KEY_PLACE)
    await db
      .update(addressKeys)
      .set({ sealedKey })
      .where(and(eq(addressKeys.singleton, true), eq(addressKeys.sealedKey, row.sealed)))
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error
    log.error({ reason: error.message }, "suppressed addresses cannot be recognised: bring the previous secret key back")
  }
}
