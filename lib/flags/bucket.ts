/** Shares are kept in hundredths of a percent: finer than anyone asks for. */
export const BUCKETS = 10_000

/**
 * Where a person stands for one flag: MurmurHash3 (x86, 32 bits, seed 0) of `flagKey:targetingKey` in UTF-8, modulo 10,000.
 * Not a secret, so speed decides: a list of hundreds of flags asks this for each. A key has no colon, so no two pairs meet.
 */
export function bucketOf(flagKey: string, targetingKey: string): number {
  return placesOf(flagKey)(targetingKey)
}

/** The same for one flag and many people: the words of its key are mixed once. */
export function placesOf(flagKey: string): (targetingKey: string) => number {
  const prefix = encoder.encode(`${flagKey}:`)
  const whole = prefix.length & ~3
  const start = mixWords(0, viewOf(prefix), whole)
  const rest = prefix.subarray(whole)
  return (targetingKey) => {
    const { bytes, view, length } = writtenAfter(rest.length, targetingKey)
    bytes.set(rest)
    return finish(mixWords(start, view, length & ~3), { bytes, length, total: whole + length }) % BUCKETS
  }
}

/** A targeting key in UTF-8 with room before it. `length` counts both. */
type Written = { targetingKey: string; bytes: Uint8Array; view: DataView; length: number }

const encoder = new TextEncoder()
// All flags are asked about one person after the other, so the person is written once for each room that a flag's key can need.
const lastWritten: (Written | undefined)[] = []
const ROOM = 1024

function writtenAfter(room: number, targetingKey: string): Written {
  const last = lastWritten[room]
  if (last?.targetingKey === targetingKey) return last
  const written = writeAfter(room, targetingKey, last)
  lastWritten[room] = written
  return written
}

/** UTF-8 takes at most three bytes for each unit of a string. A buffer that is large enough is used again. */
function writeAfter(room: number, targetingKey: string, last: Written | undefined): Written {
  const needed = room + targetingKey.length * 3
  const bytes =
    last !== undefined && last.bytes.length >= needed && last.bytes.length <= ROOM ? last.bytes : new Uint8Array(Math.max(needed, ROOM))
  const length = room + encoder.encodeInto(targetingKey, bytes.subarray(room)).written
  return { targetingKey, bytes, view: bytes === last?.bytes ? last.view : viewOf(bytes), length }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Every share and every customer's split rests on these numbers: they may never change. */
export function murmur3(bytes: Uint8Array): number {
  const { length } = bytes
  return finish(mixWords(0, viewOf(bytes), length & ~3), { bytes, length, total: length })
}

function mixWords(start: number, view: DataView, until: number): number {
  let hash = start
  for (let at = 0; at < until; at += 4) {
    hash ^= scramble(view.getUint32(at, true))
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  return hash
}

type Tail = { bytes: Uint8Array; length: number; total: number }

/** What is left after the last whole word, and how many bytes it was altogether. */
function finish(mixed: number, { bytes, length, total }: Tail): number {
  let word = 0
  for (let at = length & ~3; at < length; at++) word |= (bytes[at] ?? 0) << (8 * (at & 3))
  return avalanche(mixed ^ scramble(word) ^ total)
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
