import { brotliDecompressSync, gunzipSync } from "node:zlib"
import type { Words } from "#tests/support/canary.ts"
import type { Answer } from "#tests/support/canary-client.ts"

export type Search = (text: string) => string[]

/** Finds which of the words stand in a text: as they are, in any case, in percent code, base64, hexadecimal, or two bytes a letter. */
export function searchFor(words: Words): Search {
  const forms = Object.entries(words).flatMap(([name, word]) => formsOf(word).map((form) => ({ name, form })))
  // Most answers are the same few pages over and over.
  const known = new Map<string, string[]>()
  return (whole) => {
    const text = withoutItsOwn(whole)
    const found = known.get(text) ?? [...new Set(find(forms, text))]
    known.set(text, found)
    return found
  }
}

/** An answer without what no other has: the time, the number of the request, the nonce of its scripts, and Next's digest of what it was asked with. */
export function withoutItsOwn(text: string): string {
  const nonce = /'nonce-([^']+)'/.exec(text)?.[1]
  const shared = nonce === undefined ? text : text.replaceAll(nonce, "")
  return shared.replace(/^(?:date|x-request-id): .*$/gim, "").replace(/"requestId":"[0-9a-f-]{36}"|(?<=[?&]_rsc=)[\w-]+/g, "")
}

/** All of an answer that a client can read, with the body as it is after decoding, and the bytes that it was in. */
export function textOf({ head, body }: Answer): string {
  const encoding = /^content-encoding: *(\w+)/im.exec(head)?.[1]
  return `${head}\n\n${decode(body, encoding).toString("latin1")}`
}

function decode(body: Buffer, encoding: string | undefined): Buffer {
  if (body.length === 0) return body
  if (encoding === "br") return brotliDecompressSync(body)
  return encoding === "gzip" ? gunzipSync(body) : body
}

type Form = { name: string; form: string }

function find(forms: Form[], text: string): string[] {
  const texts = [text, text.toLowerCase(), decodePercents(text).toLowerCase()]
  return forms.filter(({ form }) => texts.some((one) => one.includes(form))).map(({ name }) => name)
}

/** Twice, for what was encoded twice. */
function decodePercents(text: string): string {
  const once = (one: string) => one.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  return once(once(text))
}

function formsOf(word: string): string[] {
  const inBase64 = [0, 1, 2].map((shift) => base64Within(word, shift))
  const wide = [...word].join("\0")
  return [
    word,
    wide,
    Buffer.from(word).toString("hex"),
    ...inBase64,
    ...inBase64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
  ]
}

/** What stays of a word in base64 wherever it stands in what was encoded: letters that share bits with its neighbours are left out. */
function base64Within(word: string, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), Buffer.from(word)])
    .toString("base64")
    .replace(/=+$/, "")
  return encoded.slice(shift === 0 ? 0 : shift + 1, -1)
}
