import { createHash, createHmac, timingSafeEqual } from "node:crypto"
import { type Settings, secretFor } from "../kernel/settings.ts"

type Keys = Pick<Settings, "secretKey" | "previousSecretKeys">

/** What a product proves with who is reading. It is for the product's server alone, and of use for nothing else here. */
export function readerKeyOf(settings: Pick<Settings, "secretKey">): string {
  return secretFor(settings, "readers of the bell")
}

/** HMAC-SHA256 of the id with the key, in hexadecimal: a line in any language. */
export function proofOf(settings: Pick<Settings, "secretKey">, reader: string): string {
  return createHmac("sha256", readerKeyOf(settings)).update(reader).digest("hex")
}

/** Proofs that were made with a key before the present one hold for as long as it is named. */
export function isProven({ secretKey, previousSecretKeys }: Keys, reader: string, proof: string): boolean {
  const given = Buffer.from(proof, "hex")
  return [secretKey, ...previousSecretKeys].some((key) => {
    const right = Buffer.from(proofOf({ secretKey: key }, reader), "hex")
    return given.length === right.length && timingSafeEqual(given, right)
  })
}

/** The id as it is kept. It may be an address or a name, and neither is ours to have. */
export function hashOfReader(reader: string): string {
  return createHash("sha256").update(`reader of the bell: ${reader}`).digest("base64url")
}
