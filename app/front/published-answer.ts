import { type Encoding, encode, isWorthEncoding } from "./content-encoding.ts"
import { entityTagOf } from "./entity-tag.ts"

/** An answer that was made once for everybody, like a file: its bytes, and its bytes in each encoding that was asked for. */
export type PublishedAnswer = {
  type: string
  body: Buffer
  tag: string
  isEncodable: boolean
  encoded: Map<Encoding, Promise<Buffer>>
  /** Those of `encoded` that are there. */
  packed: Map<Encoding, Buffer>
}

export function publish(type: string, body: Buffer): PublishedAnswer {
  return { type, body, tag: entityTagOf(body), isEncodable: isWorthEncoding(type, body), encoded: new Map(), packed: new Map() }
}

/** What it takes in memory, with the room its encodings will need: they come later, and are smaller than the original together. */
export function bytesOf({ body, isEncodable }: PublishedAnswer): number {
  return 512 + body.length * (isEncodable ? 2 : 1)
}

export function bodyIn(answer: PublishedAnswer, encoding: Encoding): Promise<Buffer> {
  const made = answer.encoded.get(encoding) ?? pack(answer, encoding)
  answer.encoded.set(encoding, made)
  return made
}

async function pack(answer: PublishedAnswer, encoding: Encoding): Promise<Buffer> {
  const body = await encode(encoding, answer)
  answer.packed.set(encoding, body)
  return body
}

/** Each encoding is a representation of its own, so its tag is its own as well. */
export function tagIn(answer: PublishedAnswer, encoding: Encoding | null): string {
  return encoding === null ? answer.tag : `${answer.tag.slice(0, -1)}-${encoding}"`
}
