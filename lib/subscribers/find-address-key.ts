import { randomBytes } from "node:crypto"
import { addressKeys } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Settings } from "../kernel/settings.ts"
import { openSecret, sealSecret } from "../secrets/sealed-secret.ts"
import { type KeySettings, secretKeys } from "../secrets/secret-keys.ts"
import { ADDRESS_KEY_BYTES, ADDRESS_KEY_PLACE } from "./address-key.ts"

/**
 * The key that addresses are hashed with. Made once, with whatever first needs it; two that make it at the same time wait for each
 * other at the one row, and both go on with the one that stayed.
 */
export async function findAddressKey(tx: Transaction, settings: KeySettings): Promise<Buffer> {
  const sealed = (await readSealed(tx)) ?? (await makeSealed(tx, settings))
  return Buffer.from(openSecret(secretKeys(settings), sealed, ADDRESS_KEY_PLACE), "base64url")
}

async function readSealed(tx: Transaction): Promise<string | null> {
  const [row] = await tx.select({ sealed: addressKeys.sealedKey }).from(addressKeys)
  return row?.sealed ?? null
}

async function makeSealed(tx: Transaction, settings: Pick<Settings, "secretKey" | "previousSecretKeys">): Promise<string> {
  const sealedKey = sealSecret(secretKeys(settings), randomBytes(ADDRESS_KEY_BYTES).toString("base64url"), ADDRESS_KEY_PLACE)
  await tx.insert(addressKeys).values({ sealedKey }).onConflictDoNothing()
  const kept = await readSealed(tx)
  if (kept === null) throw new Error("the key of addresses was made and is not there")
  return kept
}
