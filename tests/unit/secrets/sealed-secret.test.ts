import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { CannotOpen, openSecret, prefixOf, type SecretPlace, sealSecret } from "#lib/secrets/sealed-secret.ts"
import { secretKeys } from "#lib/secrets/secret-keys.ts"

const OLD = "the key of last year, which is long enough"
const NEW = "the key of this year, which is long enough"
const keys = secretKeys({ secretKey: NEW, previousSecretKeys: [] })
const place: SecretPlace = { table: "flag_connections", id: "0198c0de", column: "sealed_token" }

const anyText = fc.string({ unit: "binary", maxLength: 300 }).filter((text) => text.isWellFormed())

describe("a sealed secret", () => {
  test("opens to what it was", () => {
    fc.assert(fc.property(anyText, (plain) => openSecret(keys, sealSecret(keys, plain, place), place) === plain))
  })

  test("names its version and key, and nothing of what is in it", () => {
    const sealed = sealSecret(keys, "user:0123456789abcdef", place)
    expect(sealed).toMatch(/^v1\.[\w-]{11}\.[\w-]{16}\.[\w-]{50}$/)
    expect(sealed.split(".")[1]).toBe(keys.current.id)
    expect(sealed).not.toContain("0123456789abcdef")
    expect(sealed).not.toContain(Buffer.from("user:0123456789abcdef").toString("base64url"))
  })

  test("is another text each time", () => {
    const sealed = Array.from({ length: 1000 }, () => sealSecret(keys, "the same", place))
    expect(new Set(sealed.map((text) => text.split(".")[2])).size).toBe(1000)
  })

  test("does not open with any letter changed", () => {
    const sealed = sealSecret(keys, "user:0123456789abcdef", place)
    const other = fc.constantFrom(..."ABYZabyz0189-_.=+/ ")
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), other, (at, letter) => {
        fc.pre(sealed[at] !== letter)
        expect(() => openSecret(keys, `${sealed.slice(0, at)}${letter}${sealed.slice(at + 1)}`, place)).toThrow(CannotOpen)
      }),
      { numRuns: 1000 },
    )
  })

  test("does not open with any bit of its bytes flipped", () => {
    const [version, id, nonce = "", rest = ""] = sealSecret(keys, "user:0123456789abcdef", place).split(".")
    const flip = (text: string, bit: number) => {
      const bytes = Buffer.from(text, "base64url")
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      return bytes.toString("base64url")
    }
    for (let bit = 0; bit < 12 * 8; bit++)
      expect(() => openSecret(keys, [version, id, flip(nonce, bit), rest].join("."), place)).toThrow(CannotOpen)
    for (let bit = 0; bit < (21 + 16) * 8; bit++)
      expect(() => openSecret(keys, [version, id, nonce, flip(rest, bit)].join("."), place)).toThrow(CannotOpen)
  })

  test("does not open cut or lengthened", () => {
    const sealed = sealSecret(keys, "secret", place)
    for (let length = 0; length < sealed.length; length++)
      expect(() => openSecret(keys, sealed.slice(0, length), place)).toThrow(CannotOpen)
    for (const more of ["A", "AAAA", ".", ".A", "=", " ", "\n"]) expect(() => openSecret(keys, sealed + more, place)).toThrow(CannotOpen)
  })

  test.each([
    { ...place, id: "0198c0df" },
    { ...place, table: "webhook_endpoints" },
    { ...place, column: "previous_token" },
  ])("does not open in the place of another one: %j", (other) => {
    expect(() => openSecret(keys, sealSecret(keys, "secret", place), other)).toThrow("it belongs to another row")
  })

  test.each(["", "secret", "v1", "v1...", "v2.a.b.c", "v1.a.b.c.d"])("is not %j", (text) => {
    expect(() => openSecret(keys, text, place)).toThrow(CannotOpen)
  })
})

describe("another key", () => {
  const sealedBefore = sealSecret(secretKeys({ secretKey: OLD, previousSecretKeys: [] }), "secret", place)

  test("does not open it, and says which one would", () => {
    expect(() => openSecret(keys, sealedBefore, place)).toThrow(/sealed with the key [\w-]{11}, and neither CURTAIN_SECRET_KEY nor/)
  })

  test("opens it when the key before is known, and seals with the new one", () => {
    const both = secretKeys({ secretKey: NEW, previousSecretKeys: ["a third key, of the year before that", OLD] })
    expect(openSecret(both, sealedBefore, place)).toBe("secret")
    expect(sealedBefore.startsWith(prefixOf(both))).toBe(false)
    const again = sealSecret(both, "secret", place)
    expect(again.startsWith(prefixOf(both))).toBe(true)
    expect(openSecret(keys, again, place)).toBe("secret")
  })

  test("that says it is the right one is found out", () => {
    const [real] = keys.all
    const impostor = { id: real?.id ?? "", bytes: Buffer.alloc(32, 7) }
    const sealed = sealSecret(keys, "secret", place)
    expect(() => openSecret({ current: impostor, all: [impostor] }, sealed, place)).toThrow(CannotOpen)
  })

  test("is made from the setting without containing it", () => {
    expect(keys.current.bytes).toHaveLength(32)
    expect(keys.current.bytes.toString("utf8")).not.toContain("key of this year")
    expect(keys.current.id).not.toBe(secretKeys({ secretKey: OLD, previousSecretKeys: [] }).current.id)
  })
})
