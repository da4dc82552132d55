import { createHash, randomBytes, timingSafeEqual } from "node:crypto"
import { crc32 } from "node:zlib"

/** Prefix, 160 random bits, checksum: scanners of source code know it on sight, and a mistyped one is refused without the database. */
export function newTokenText(): string {
  const random = inBase62(BigInt(`0x${randomBytes(20).toString("hex")}`), RANDOM_LENGTH)
  return `${PREFIX}${random}${checksum(random)}`
}

export function isTokenText(text: string): boolean {
  const random = FORM.exec(text)?.[1]
  return random !== undefined && areSameText(text.slice(-CHECKSUM_LENGTH), checksum(random))
}

/** What is stored instead. Not salted, so that it can be looked up, and not slow: 160 random bits cannot be guessed. */
export function hashOfToken(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}

/** Takes as long whatever the first difference is. */
export function areSameText(one: string, other: string): boolean {
  return timingSafeEqual(createHash("sha256").update(one).digest(), createHash("sha256").update(other).digest())
}

const PREFIX = "curtain_"
/** 62^27 is the first power above 2^160, 62^6 the first above 2^32. */
const RANDOM_LENGTH = 27
const CHECKSUM_LENGTH = 6
const FORM = new RegExp(`^${PREFIX}([0-9A-Za-z]{${RANDOM_LENGTH}})[0-9A-Za-z]{${CHECKSUM_LENGTH}}$`)

function checksum(random: string): string {
  return inBase62(BigInt(crc32(`${PREFIX}${random}`)), CHECKSUM_LENGTH)
}

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

function inBase62(number: bigint, length: number): string {
  let rest = number
  let text = ""
  while (text.length < length) {
    text = `${DIGITS[Number(rest % 62n)]}${text}`
    rest /= 62n
  }
  return text
}
