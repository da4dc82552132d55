import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"

export const ENCODINGS = ["br", "gzip"] as const
export type Encoding = (typeof ENCODINGS)[number]

// Each answer is compressed once and sent many times, yet the first one waits for it: 5 of 11 costs a few milliseconds.
const BROTLI_QUALITY = 5
// Scripts are few, change with the build alone, and other people's pages load them: each is worth the effort.
const BROTLI_QUALITY_OF_SCRIPTS = 11
const SCRIPT = /^(?:text|application)\/javascript/
/** Below this the encoded bytes do not save a packet. */
const WORTH_IT_BYTES = 1024

const TEXTUAL = /^(?:text\/|application\/(?:json|javascript|xml|.+\+(?:json|xml))|image\/svg)/

export function isWorthEncoding(type: string, body: Buffer): boolean {
  return body.length >= WORTH_IT_BYTES && TEXTUAL.test(type)
}

/** The encoding to answer in: ours of the ones the client accepts, brotli before gzip. None where it wants the bytes as they are. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding | null {
  if (acceptEncoding === undefined) return null
  const weights = new Map(acceptEncoding.toLowerCase().split(",").map(weightOf))
  return ENCODINGS.find((encoding) => (weights.get(encoding) ?? weights.get("*") ?? 0) > 0) ?? null
}

function weightOf(item: string): [string, number] {
  const [name = "", ...parameters] = item.split(";").map((part) => part.trim())
  const weight = parameters.find((parameter) => parameter.startsWith("q="))
  return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0]
}

export function encode(encoding: Encoding, { type, body }: { type: string; body: Buffer }): Promise<Buffer> {
  if (encoding === "gzip") return promisify(gzip)(body)
  const quality = SCRIPT.test(type) ? BROTLI_QUALITY_OF_SCRIPTS : BROTLI_QUALITY
  return promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
}
