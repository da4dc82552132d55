import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import type { SecretKey, SecretKeys } from "./secret-keys.ts"

/** The one place in the database that a sealed text is for: moved into another row or column, it does not open. */
export type SecretPlace = { readonly table: string; readonly id: string; readonly column: string }

/** Thrown for a text that no key of ours opens in this place. Says nothing of what is in it. */
export class CannotOpen extends Error {
  constructor(reason: string) {
    super(`A stored secret cannot be opened: ${reason}`)
    this.name = "CannotOpen"
  }
}

const VERSION = "v1"
const ALGORITHM = "aes-256-gcm"
/** 96 bits, as GCM is defined for. Random ones are safe for billions of values under one key; a portal has a handful. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** `v1.<key id>.<nonce>.<ciphertext and tag>`: AES-256-GCM, bound to its place. */
export function sealSecret(keys: SecretKeys, plain: string, place: SecretPlace): string {
  const { id, bytes } = keys.current
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, bytes, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo(place, id))
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()])
  return [VERSION, id, nonce.toString("base64url"), sealed.toString("base64url")].join(".")
}

export function openSecret(keys: SecretKeys, sealed: string, place: SecretPlace): string {
  const { key, nonce, ciphertext, tag } = readSealed(keys, sealed)
  const decipher = createDecipheriv(ALGORITHM, key.bytes, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(boundTo(place, key.id)).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString("utf8")
  } catch {
    throw new CannotOpen("it was changed, or it belongs to another row.")
  }
}

/** How every text begins that the current key has sealed. */
export function prefixOf(keys: SecretKeys): string {
  return `${VERSION}.${keys.current.id}.`
}

type Sealed = { key: SecretKey; nonce: Buffer; ciphertext: Buffer; tag: Buffer }

function readSealed(keys: SecretKeys, sealed: string): Sealed {
  const [version, keyId, nonce, rest, ...more] = sealed.split(".")
  if (version !== VERSION || keyId === undefined || nonce === undefined || rest === undefined || more.length > 0)
    throw new CannotOpen("it is not in the form of one.")
  const key = keys.all.find(({ id }) => id === keyId)
  if (key === undefined)
    throw new CannotOpen(
      `it was sealed with the key ${keyId}, and neither CURTAIN_SECRET_KEY nor CURTAIN_PREVIOUS_SECRET_KEYS has that one.`,
    )
  const bytes = strictBytes(rest)
  if (bytes.length < TAG_BYTES || strictBytes(nonce).length !== NONCE_BYTES) throw new CannotOpen("a part of it is missing.")
  return {
    key,
    nonce: strictBytes(nonce),
    ciphertext: bytes.subarray(0, -TAG_BYTES),
    tag: bytes.subarray(-TAG_BYTES),
  }
}

/** Node reads over what is no base64url; a text that is not exactly what we wrote was changed. */
function strictBytes(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url")
  if (bytes.toString("base64url") !== text) throw new CannotOpen("it was changed.")
  return bytes
}

function boundTo({ table, id, column }: SecretPlace, keyId: string): Buffer {
  return Buffer.from([VERSION, keyId, table, id, column].join("|"))
}
