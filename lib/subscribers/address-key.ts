import type { SecretPlace } from "../secrets/sealed-secret.ts"

/** 256 random bits; nobody but `find-address-key.ts` reads them. */
export const ADDRESS_KEY_BYTES = 32

export const ADDRESS_KEY_PLACE: SecretPlace = { table: "address_keys", id: "address key", column: "sealed_key" }
