import { type Settings, secretFor } from "../kernel/settings.ts"

/** A key of 32 bytes, with a name that tells which one it is and nothing else about it. */
export type SecretKey = { readonly id: string; readonly bytes: Buffer }

/** What seals, and whatever can still open. */
export type SecretKeys = { readonly current: SecretKey; readonly all: readonly SecretKey[] }

export type KeySettings = Pick<Settings, "secretKey" | "previousSecretKeys">

/** Neither the key nor its name is the text of the environment, and none of them can be found from another. */
export function secretKeys({ secretKey, previousSecretKeys }: KeySettings): SecretKeys {
  const current = keyFrom(secretKey)
  return { current, all: [current, ...previousSecretKeys.map(keyFrom)] }
}

/** Eleven letters are 66 bits: two keys of one portal never share a name by chance. */
const LETTERS_OF_NAME = 11

function keyFrom(secretKey: string): SecretKey {
  return {
    id: secretFor({ secretKey }, "name of the key of stored secrets").slice(0, LETTERS_OF_NAME),
    bytes: Buffer.from(secretFor({ secretKey }, "stored secrets"), "base64url"),
  }
}
