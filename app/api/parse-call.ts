import { createHash } from "node:crypto"
import type { z } from "zod"
import { type Complaint, Invalid, NotFound } from "#lib/kernel/errors.ts"
import type { Asked } from "./answer-request.ts"
import { complaintsOf } from "./complaints.ts"
import type { Operation } from "./operation.ts"
import { readBytesOf, readJson } from "./read-json.ts"
import { unsafeParts } from "./unsafe-parts.ts"

/** 1 MB: the largest document body is 200 KB, and a deployment of 1,000 commits with long messages stays below it. */
export const LARGEST_BODY = 1024 * 1024

export type ParsedCall = {
  call: { params: unknown; query: unknown; body: unknown; bytes: Uint8Array }
  /** The body as it was sent, before defaults and conversions. */
  given: unknown
}

/** Everything that is wrong with the request, at once. */
export async function parseCall(operation: Operation, { request, params }: Asked): Promise<ParsedCall> {
  const place = check(operation.params, params)
  // A path whose parts have the wrong form names nothing that could exist.
  if (!place.fits) throw new NotFound("thing at this address")
  const { values, repeated } = readQuery(request.url)
  const { given, bytes } = await readGiven(operation, request)
  const query = check(operation.query, values)
  const body = given === undefined || operation.takes !== null ? { fits: true as const, value: undefined } : checkBody(operation, given)
  const complaints = [...repeated, ...(query.fits ? [] : query.complaints), ...(body.fits ? [] : body.complaints)]
  if (complaints.length > 0 || !query.fits || !body.fits) throw new Invalid(complaints)
  return { call: { params: place.value, query: query.value, body: body.value, bytes }, given }
}

const NO_BYTES = new Uint8Array()

/** Bytes are told apart by their hash where a request is repeated. */
async function readGiven({ method, takes }: Operation, request: Request): Promise<{ given: unknown; bytes: Uint8Array }> {
  if (method === "get") return { given: undefined, bytes: NO_BYTES }
  if (takes === null) return { given: await readJson(request, LARGEST_BODY), bytes: NO_BYTES }
  const bytes = await readBytesOf(request, takes)
  return { given: { sha256: createHash("sha256").update(bytes).digest("hex") }, bytes }
}

type Checked = { fits: true; value: unknown } | { fits: false; complaints: Complaint[] }

function check(schema: z.ZodType, value: unknown): Checked {
  const unsafe = unsafeParts(value)
  if (unsafe.length > 0) return { fits: false, complaints: unsafe }
  const parsed = schema.safeParse(value)
  return parsed.success ? { fits: true, value: parsed.data } : { fits: false, complaints: complaintsOf(parsed.error) }
}

function checkBody(operation: Operation, given: unknown): Checked {
  if (operation.body !== null) return check(operation.body, given)
  const isEmpty = given !== null && typeof given === "object" && Object.keys(given).length === 0
  return isEmpty ? { fits: true, value: {} } : { fits: false, complaints: [{ path: "", message: "This operation takes no body." }] }
}

function readQuery(url: string): { values: Record<string, string>; repeated: Complaint[] } {
  const { searchParams } = new URL(url)
  const names = [...new Set(searchParams.keys())]
  const repeated = names.filter((name) => searchParams.getAll(name).length > 1)
  return {
    values: Object.fromEntries(searchParams),
    repeated: repeated.map((name) => ({ path: name, message: "is given more than once" })),
  }
}
