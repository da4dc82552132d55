/** Shares are kept in hundredths of a percent: finer than anyone asks for. */
export const BUCKETS = 10_000

/**
 * Where a person stands for one flag: MurmurHash3 (x86, 32 bits, seed 0) of `flagKey:targetingKey` in UTF-8, modulo 10,000.
 * Not a secret, so speed decides: a list of hundreds of flags asks this for each. A key has no colon, so no two pairs meet.
 */
export function bucketOf(flagKey: string, targetingKey: string): number {
  return murmur3(bytesOf(`${flagKey}:${targetingKey}`)) % BUCKETS
}

const encoder = new TextEncoder()
// Reused: a buffer for each call would cost more than the hash. UTF-8 takes at most three bytes for each unit of a string.
const scratch = new Uint8Array(1024)

function bytesOf(text: string): Uint8Array {
  if (text.length * 3 > scratch.length) return encoder.encode(text)
  return scratch.subarray(0, encoder.encodeInto(text, scratch).written)
}

/** Every share and every customer's split rests on these numbers: they may never change. */
export function murmur3(bytes: Uint8Array): number {
  const whole = bytes.length & ~3
  let hash = 0
  for (let at = 0; at < whole; at += 4) {
    hash ^= scramble(wordAt(bytes, at, 4))
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  if (whole < bytes.length) hash ^= scramble(wordAt(bytes, whole, bytes.length - whole))
  return avalanche(hash ^ bytes.length)
}

/** Up to four bytes as one little-endian number. */
function wordAt(bytes: Uint8Array, start: number, length: number): number {
  let word = 0
  for (let at = 0; at < length; at++) word |= (bytes[start + at] ?? 0) << (8 * at)
  return word
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51)
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
}

function avalanche(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
