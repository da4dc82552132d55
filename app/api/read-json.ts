import { DomainError } from "#lib/kernel/errors.ts"
import type { BytesTaken } from "./operation.ts"

/** The body as JSON. No body counts as `{}`, so that what is missing can be named. */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  return jsonIn(await readBytes(request, limit), request.headers.get("content-type"))
}

/** The same of a body that has been read. */
export function jsonIn(bytes: Uint8Array, contentType: string | null): unknown {
  if (bytes.byteLength === 0) return {}
  if (!isJson(contentType)) {
    throw new DomainError("invalid", "unsupported_media_type", "Send the body as `Content-Type: application/json`.")
  }
  return parse(bytes)
}

/** The body as it is, where its type is the one that the operation takes. */
export async function readBytesOf(request: Request, { mediaType, limitBytes }: BytesTaken): Promise<Uint8Array> {
  const bytes = await readBytes(request, limitBytes)
  const [given = ""] = (request.headers.get("content-type") ?? "").split(";")
  if (given.trim().toLowerCase() === mediaType) return bytes
  throw new DomainError("invalid", "unsupported_media_type", `Send the body as \`Content-Type: ${mediaType}\`.`)
}

function isJson(contentType: string | null): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType ?? "")
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes))
  } catch {
    throw new DomainError("invalid", "malformed", "The body is not JSON in UTF-8.")
  }
}

/** Counts what arrives: Content-Length may be missing or untrue. */
async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  if (Number(request.headers.get("content-length")) > limit) throw tooLarge(limit)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of arriving(request)) {
    size += chunk.byteLength
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function* arriving(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body === null) return
  try {
    yield* request.body
  } catch {
    throw new DomainError("invalid", "malformed", "The body broke off before its end.")
  }
}

function tooLarge(limit: number): DomainError {
  return new DomainError("too_large", "too_large", `The body may have ${limit / 1024 / 1024} MB at most.`)
}
