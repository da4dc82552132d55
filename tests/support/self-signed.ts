import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from "node:crypto"

export type SelfSigned = { key: string; certificate: string }

/** A certificate for these names that nobody else vouches for, made here: a key in the repository would be one that everybody has. */
export function selfSigned(...names: [string, ...string[]]): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" })
  const body = sequence(
    explicit(0, integer(2)),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    distinguishedName(names[0]),
    sequence(utcTime("250101000000Z"), utcTime("491231235959Z")),
    distinguishedName(names[0]),
    publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(sequence(SUBJECT_ALT_NAME, der(0x04, sequence(...names.map((name) => der(0x82, Buffer.from(name)))))))),
  )
  const signed = sequence(body, ECDSA_WITH_SHA256, der(0x03, Buffer.concat([Buffer.of(0), sign("sha256", body, privateKey)])))
  return { key: pemOf(privateKey), certificate: new X509Certificate(signed).toString() }
}

const ECDSA_WITH_SHA256 = sequence(Buffer.from("06082a8648ce3d040302", "hex"))
const SUBJECT_ALT_NAME = Buffer.from("0603551d11", "hex")
const COMMON_NAME = Buffer.from("0603550403", "hex")

function distinguishedName(name: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))))
}

function utcTime(text: string): Buffer {
  return der(0x17, Buffer.from(text))
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.of(value))
}

function explicit(tag: number, content: Buffer): Buffer {
  return der(0xa0 + tag, content)
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

/** Tag, length, content: all there is to DER. */
function der(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content.length), content])
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length)
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff)
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString()
}
